package dev.bide.examples.crawler;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Holds the sources of the twins against each other: without the words of async code, what is left
 * is the same, but for the loop that reads many pages at once.
 */
class TwinsTest {
  @Test
  void theClientsDifferInNothingElse() throws IOException {
    assertThat(remainingDifferences("SyncHttp", "AsyncHttp")).isEmpty();
  }

  @Test
  void theCrawlersDifferInTheLoopThatReadsManyAtOnce() throws IOException {
    assertThat(remainingDifferences("SyncCrawler", "AsyncCrawler"))
        .containsExactlyElementsOf(
            lines(
                """
                sync  static Site crawl(URI start, Progress progress) throws IOException {
                async static Site crawl(URI start, int atOnce, Progress progress) throws IOException {
                sync  for (URI url : level) {
                sync  Page page = Page.of(url, http.get(url));
                async for (Page page : Stream.from(level).throwing(IOException.class)\
                .mapConcurrent(atOnce, url -> Page.of(url, http.get(url)))) {
                """));
  }

  @Test
  void anyOtherDifferenceRemains() {
    assertThat(differences(statements("int a = 1; b();"), statements("int a = 2; b();")))
        .containsExactly("sync  int a=1;", "async int a=2;");
  }

  private static List<String> remainingDifferences(String sync, String async) throws IOException {
    return differences(statements(source(sync)), statements(withoutAsync(source(async))));
  }

  private static String source(String name) throws IOException {
    return Files.readString(Path.of("src/main/java/dev/bide/examples/crawler", name + ".java"));
  }

  /** Async code made sync by nothing but taking words away. */
  private static String withoutAsync(String source) {
    return source
        // f().await()
        .replaceAll("\\s*\\.await\\(\\)", "")
        // Async<T, X> f() { return async(() -> { … }); }
        .replaceAll(
            "Async<(.+), (\\w+)> (\\w+\\([^()]*\\)) \\{\\s+return async\\(\\s*\\(\\) -> \\{",
            "$1 $3 throws $2 {")
        .replaceAll("\\}\\);\\s+\\}", "}")
        .replace("@Nullable Void", "void")
        .replace("AsyncCloseable<IOException>", "Closeable")
        .replace("closeAsync", "close");
  }

  /** One line for each statement, comments, imports and the twins' names left out. */
  private static List<String> statements(String source) {
    String code =
        source
            .replaceAll("(?s)/\\*.*?\\*/", "")
            .replaceAll("//.*", "")
            .replaceAll("(?m)^import .*;", "")
            .replaceAll("\\b(?:Sync|Async)(?=[A-Z])", "");
    return lines(code.replaceAll("\\s+", " ").replaceAll("(?<=[;{}])", "\n"));
  }

  /** The lines, without the blanks that a formatter may set or not. */
  private static List<String> lines(String text) {
    return text.lines()
        .map(it -> it.replaceAll("(?<!^sync|^async)\\s*([^\\w\\s])\\s*", "$1").strip())
        .filter(it -> !it.isEmpty())
        .toList();
  }

  /** What only one of the two has, in order: their longest common subsequence left out. */
  private static List<String> differences(List<String> sync, List<String> async) {
    int[][] common = new int[sync.size() + 1][async.size() + 1];
    for (int i = sync.size() - 1; i >= 0; i--) {
      for (int k = async.size() - 1; k >= 0; k--) {
        common[i][k] =
            sync.get(i).equals(async.get(k))
                ? common[i + 1][k + 1] + 1
                : Math.max(common[i + 1][k], common[i][k + 1]);
      }
    }
    var differences = new ArrayList<String>();
    int i = 0;
    int k = 0;
    while (i < sync.size() || k < async.size()) {
      if (i < sync.size() && k < async.size() && sync.get(i).equals(async.get(k))) {
        i++;
        k++;
      } else if (k == async.size() || (i < sync.size() && common[i + 1][k] >= common[i][k + 1])) {
        differences.add("sync  " + sync.get(i++));
      } else {
        differences.add("async " + async.get(k++));
      }
    }
    return differences;
  }
}
