package dev.bide.weaver.it;

import dev.bide.Async;
import dev.bide.weaver.Weaver;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.ToolProvider;

/** Runs javac with the weaver on its processor path, as a build does. */
final class Javac {
  private static final JavaCompiler COMPILER = ToolProvider.getSystemJavaCompiler();

  private final List<String> options = new ArrayList<>();

  /** Compiles against core, into a folder. */
  static Javac into(Path folder) {
    Javac javac = new Javac();
    javac.options.addAll(List.of("-d", folder.toString(), "-g", "-Xlint:-options"));
    return javac;
  }

  Javac with(String... more) {
    options.addAll(Arrays.asList(more));
    return this;
  }

  Javac withCoreOnClassPath() {
    return with("-classpath", core());
  }

  Javac withWeaver() {
    return with("-processorpath", weaver());
  }

  /** Where core's classes are, and what they need to be read by javac. */
  static String core() {
    return path(Async.class, org.jspecify.annotations.Nullable.class);
  }

  static String weaver() {
    return path(Weaver.class);
  }

  static String path(Class<?>... types) {
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

  /** What javac said, each as one line: kind, line, column, and the text or code. */
  record Outcome(boolean success, List<String> diagnostics) {}

  Outcome compile(Path... sources) {
    DiagnosticCollector<JavaFileObject> collector = new DiagnosticCollector<>();
    boolean success;
    try (StandardJavaFileManager files =
        COMPILER.getStandardFileManager(collector, Locale.ROOT, null)) {
      success =
          COMPILER
              .getTask(null, files, collector, options, null, files.getJavaFileObjects(sources))
              .call();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return new Outcome(success, collector.getDiagnostics().stream().map(Javac::line).toList());
  }

  /** Bide's own in full; of javac's own the code, since its words are not ours. */
  static String line(Diagnostic<? extends JavaFileObject> d) {
    String text = d.getMessage(Locale.ROOT);
    return d.getKind()
        + " "
        + (d.getLineNumber() < 0 ? "-" : d.getLineNumber() + ":" + d.getColumnNumber())
        + " "
        + (text.startsWith("[bide:") || d.getCode().endsWith("proc.messager") ? text : d.getCode());
  }
}
