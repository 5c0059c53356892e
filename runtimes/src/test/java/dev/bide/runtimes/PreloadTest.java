package dev.bide.runtimes;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import java.io.File;
import java.io.IOException;
import java.nio.channels.spi.SelectorProvider;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Each in a JVM of its own, which says what it loads. */
class PreloadTest {
  private static final Pattern LOADED =
      Pattern.compile("^\\[.*] (dev\\.bide\\.\\S+) source: .*", Pattern.MULTILINE);
  private static final Pattern LINKED =
      Pattern.compile("End class verification for: (dev\\.bide\\.\\S+)$", Pattern.MULTILINE);

  @Test
  void nothingIsLoadedThatAProgramWithSocketsDoesNotNeed() throws Exception {
    Set<String> needed = loadedBy(1, "talk");
    assertThat(needless(names(), needed)).isEmpty();
  }

  @Test
  void whatIsNeedlessOrGoneIsFound() throws Exception {
    Set<String> needed = loadedBy(1, "talk");
    assertThat(needless(List.of("dev.bide.Async", "dev.bide.Kinds", "dev.bide.Gone"), needed))
        .containsExactly("dev.bide.Kinds", "dev.bide.Gone");
  }

  @Test
  void allOfItIsLoadedByAThreadThatEnds() throws Exception {
    assertThat(loadedBy(2, "idle")).containsAll(names());
  }

  /** By a look at the constructors, which is nothing that HotSpot promises. */
  @Test
  void classesAreLinkedAsWell() throws Exception {
    String said = said(2, "idle", Places.of(PreloadedProgram.class));
    assertThat(found(LINKED, said))
        .contains("dev.bide.internal.Blocks", "dev.bide.internal.Join", "dev.bide.weave.v1.Weave");
  }

  @Test
  void linkingBringsNothingThatAProgramWithSocketsDoesNotNeed() throws Exception {
    Set<String> more = loadedBy(2, "talk");
    more.removeAll(loadedBy(1, "talk"));
    more.removeIf(n -> n.contains("$$Lambda"));
    assertThat(more).isEmpty();
  }

  @Test
  void whereThereIsOneProcessorNothingIsLoadedInAdvance() throws Exception {
    assertThat(loadedBy(1, "idle"))
        .contains("dev.bide.runtimes.Preload")
        .doesNotContainAnyElementsOf(names());
  }

  @Test
  void aProviderThatCannotBeLoadedIsNothingHere(@TempDir Path folder) throws Exception {
    Path services = Files.createDirectories(folder.resolve("META-INF/services"));
    Files.writeString(services.resolve(SelectorProvider.class.getName()), "broken.Provider");
    byte[] ofALaterJava = {(byte) 0xca, (byte) 0xfe, (byte) 0xba, (byte) 0xbe, 0, 0, 127, 0, 0, 1};
    Files.write(
        Files.createDirectories(folder.resolve("broken")).resolve("Provider.class"), ofALaterJava);
    assertThat(loadedBy(2, "idle", folder.toString())).containsAll(names());
  }

  private static List<String> names() {
    return Stream.concat(Preload.atOnce().stream(), Preload.then().stream()).toList();
  }

  private static List<String> needless(Collection<String> names, Set<String> needed) {
    return names.stream().filter(n -> !needed.contains(n)).toList();
  }

  private static Set<String> loadedBy(int processors, String how)
      throws IOException, InterruptedException {
    return loadedBy(processors, how, Places.of(PreloadedProgram.class));
  }

  private static Set<String> loadedBy(int processors, String how, String folder)
      throws IOException, InterruptedException {
    return found(LOADED, said(processors, how, folder));
  }

  private static String said(int processors, String how, String folder)
      throws IOException, InterruptedException {
    List<String> command =
        List.of(
            new File(System.getProperty("java.home"), "bin/java").getPath(),
            "-XX:ActiveProcessorCount=" + processors,
            "-Xlog:class+load,class+init",
            "-cp",
            String.join(
                File.pathSeparator,
                folder,
                Places.of(PreloadedProgram.class),
                Places.of(LocalRuntime.class),
                Places.of(Async.class)),
            PreloadedProgram.class.getName(),
            how);
    Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), UTF_8);
    assertThat(process.waitFor()).as(said).isZero();
    return said;
  }

  private static Set<String> found(Pattern pattern, String said) {
    Set<String> all = new LinkedHashSet<>();
    for (Matcher m = pattern.matcher(said); m.find(); ) {
      all.add(m.group(1));
    }
    return all;
  }
}
