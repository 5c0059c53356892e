package dev.bide.build.docs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.runtimes.LocalRuntime;
import dev.bide.weaver.Weaver;
import java.io.File;
import java.io.IOException;
import java.io.StringWriter;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.tools.JavaCompiler;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The code in the documents compiles, passes the checks and is woven, as a reader's would be. */
class DocumentsTest {
  private static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  static Stream<Path> pages() throws IOException {
    List<Path> pages = new ArrayList<>(List.of(ROOT.resolve("README.md")));
    try (Stream<Path> docs = Files.walk(ROOT.resolve("docs"))) {
      docs.filter(f -> f.toString().endsWith(".md") && !f.toString().contains("/adr/"))
          .sorted()
          .forEach(pages::add);
    }
    return pages.stream().filter(f -> !Page.read(f).units().isEmpty());
  }

  @ParameterizedTest
  @MethodSource("pages")
  void compiles(Path file, @TempDir Path out) {
    assertThat(compile(Page.read(file), out)).isEmpty();
  }

  @Test
  void aSnippetThatForgetsAnAwaitIsFound(@TempDir Path out) {
    Page planted =
        Page.of(
            Path.of("planted.md"),
            """
            ```java
            static Async<Void, RuntimeException> nap() {
              return async(() -> { sleep(Duration.ofMillis(1)); });
            }
            ```
            """);
    assertThat(compile(planted, out)).contains("Snippets.java");
  }

  /** What javac says about a page's code; nothing when all is well. */
  private static String compile(Page page, Path out) {
    JavaCompiler javac = ToolProvider.getSystemJavaCompiler();
    StringWriter said = new StringWriter();
    try (StandardJavaFileManager files = javac.getStandardFileManager(null, null, null)) {
      List<Path> sources = new ArrayList<>();
      for (var unit : page.units().entrySet()) {
        Path source = out.resolve("src").resolve(unit.getKey());
        Files.createDirectories(source.getParent());
        Files.writeString(source, unit.getValue());
        sources.add(source);
      }
      Path classes = Files.createDirectories(out.resolve("classes"));
      List<String> options =
          List.of(
              "-d",
              classes.toString(),
              "-Xlint:all,-processing,-options",
              "-classpath",
              path(Async.class, LocalRuntime.class, org.jspecify.annotations.Nullable.class),
              "-processorpath",
              path(Weaver.class));
      javac
          .getTask(said, files, null, options, null, files.getJavaFileObjectsFromPaths(sources))
          .call();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
    return said.toString();
  }

  private static String path(Class<?>... types) {
    return Arrays.stream(types)
        .map(type -> {
          try {
            return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI())
                .toString();
          } catch (URISyntaxException e) {
            throw new IllegalStateException(e);
          }
        })
        .distinct()
        .collect(Collectors.joining(File.pathSeparator));
  }
}
