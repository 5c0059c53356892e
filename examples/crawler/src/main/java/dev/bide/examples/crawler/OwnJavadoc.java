package dev.bide.examples.crawler;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.Consumer;
import java.util.spi.ToolProvider;
import java.util.stream.Stream;
import java.util.zip.CRC32C;

/** Bide's own Javadoc, with its sources: a site of some hundreds of real pages. */
final class OwnJavadoc {
  private static final List<String> MODULES =
      List.of("core", "runtimes", "weaver", "adapters/executor", "libraries/resp");

  private OwnJavadoc() {}

  /**
   * The folder with the pages, which are made anew when the sources have changed.
   *
   * @param root Bide's own folder
   * @param out where progress is shown
   */
  static Path in(Path root, PrintStream out, boolean terminal) throws IOException {
    Path pages = root.resolve("target/demo/javadoc");
    Path stamp = root.resolve("target/demo/javadoc.stamp");
    List<Path> modules =
        MODULES.stream()
            .map(it -> root.resolve(it).resolve("src/main/java"))
            .filter(it -> Files.exists(it.resolve("module-info.java")))
            .toList();
    List<String> arguments = arguments(modules, pages);
    String state = state(modules, arguments);
    if (Files.exists(stamp) && Files.readString(stamp).equals(state)) {
      return pages;
    }
    Files.deleteIfExists(stamp);
    delete(pages);
    Files.createDirectories(pages);
    out.println("making the site: the Javadoc of " + modules.size() + " modules of Bide");
    generate(arguments, out, terminal);
    Files.writeString(stamp, state);
    return pages;
  }

  private static List<String> arguments(List<Path> modules, Path pages) throws IOException {
    var arguments = new ArrayList<String>();
    var names = new ArrayList<String>();
    for (Path sources : modules) {
      String name = moduleName(sources.resolve("module-info.java"));
      names.add(name);
      arguments.addAll(List.of("--module-source-path", name + "=" + sources));
    }
    arguments.addAll(List.of("--module", String.join(",", names)));
    arguments.addAll(List.of("--module-path", ownPath()));
    arguments.addAll(List.of("-d", pages.toString(), "-package", "-linksource"));
    // What the site is about is not checked here.
    arguments.addAll(List.of("-Xdoclint:none", "--ignore-source-errors", "-encoding", "UTF-8"));
    arguments.addAll(List.of("-doctitle", "Bide", "-notimestamp"));
    return arguments;
  }

  private static void generate(List<String> arguments, PrintStream out, boolean terminal)
      throws IOException {
    var progress = new ProgressLine(out, terminal, 200, "  javadoc: %,d pages");
    var complaints = new StringBuilder();
    ToolProvider javadoc =
        ToolProvider.findFirst("javadoc")
            .orElseThrow(() -> new IOException("this Java has no javadoc: run on a whole JDK"));
    int code;
    try (var said =
        new PrintStream(new Lines(it -> heard(it, progress, complaints)), true, UTF_8)) {
      code = javadoc.run(said, said, arguments.toArray(String[]::new));
    }
    progress.done();
    if (code != 0) {
      throw new IOException("javadoc failed with code " + code + "\n" + complaints);
    }
  }

  /** What the demo itself was started with: the annotations that the sources need are there. */
  private static String ownPath() {
    return System.getProperty("jdk.module.path", System.getProperty("java.class.path"));
  }

  private static void heard(String line, ProgressLine progress, StringBuilder complaints) {
    if (line.startsWith("Generating ")) {
      progress.step();
    } else {
      complaints.append(line).append('\n');
    }
  }

  private static String moduleName(Path info) throws IOException {
    String text = Files.readString(info);
    int from = text.indexOf("\nmodule ") + "\nmodule ".length();
    return text.substring(from, text.indexOf('{', from)).strip();
  }

  /** Changes when a source does, or what is made of it. */
  private static String state(List<Path> modules, List<String> arguments) throws IOException {
    var state = new CRC32C();
    state.update(String.join(" ", arguments).getBytes(UTF_8));
    long count = 0;
    for (Path sources : modules) {
      try (Stream<Path> files = Files.walk(sources)) {
        for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
          state.update(file.toString().getBytes(UTF_8));
          state.update(Files.readAllBytes(file));
          count++;
        }
      }
    }
    return count + " files, " + Long.toHexString(state.getValue());
  }

  private static void delete(Path folder) throws IOException {
    if (!Files.exists(folder)) {
      return;
    }
    try (Stream<Path> files = Files.walk(folder)) {
      for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  /** Cuts what is written into lines. */
  private static final class Lines extends OutputStream {
    private final Consumer<String> each;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();

    Lines(Consumer<String> each) {
      this.each = each;
    }

    @Override
    public void write(int b) {
      if (b == '\n') {
        each.accept(line.toString(UTF_8));
        line.reset();
      } else {
        line.write(b);
      }
    }
  }
}
