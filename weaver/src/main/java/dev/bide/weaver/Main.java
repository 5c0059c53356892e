package dev.bide.weaver;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Weaves a folder of classes from the command line, for builds of any kind. */
public final class Main {
  private static final String USAGE =
      """
      Usage: java -cp bide-weaver.jar dev.bide.weaver.Main [-cp PATH] [-d FOLDER] CLASSES…

      Weaves the async blocks in folders of class files.

        CLASSES     folders of class files; woven in place unless -d is given
        -cp PATH    what the classes were compiled against: folders and jars
        -d FOLDER   where to put all classes of the folders, woven; one folder of CLASSES only

      Exit codes: 0 done, 1 a class cannot be woven, 2 wrong arguments, 3 a file cannot be read or written.
      """;

  private final PrintStream out;
  private final PrintStream err;
  private final List<Path> classes = new ArrayList<>();
  private final List<Path> path = new ArrayList<>();
  private @Nullable Path target;
  private int errors;
  private int woven;

  /** Bide's own classes are among those that are looked at. */
  private boolean hasCore;

  /** They are not, and a class names them. */
  private boolean needsCore;

  private Main(PrintStream out, PrintStream err) {
    this.out = out;
    this.err = err;
  }

  /** Runs and ends the JVM with the exit code. */
  public static void main(String[] arguments) {
    System.exit(run(System.out, System.err, arguments));
  }

  /** Runs and returns the exit code. */
  public static int run(PrintStream out, PrintStream err, String... arguments) {
    Main main = new Main(out, err);
    try {
      String wrong = main.parse(arguments);
      if (wrong != null) {
        err.println("bide-weaver: " + wrong);
        err.println(USAGE);
        return 2;
      }
      if (main.classes.isEmpty()) {
        out.println(USAGE);
        return arguments.length == 0 ? 0 : 2;
      }
      main.weave();
      return main.errors > 0 ? 1 : 0;
    } catch (IOException | UncheckedIOException e) {
      err.println("bide-weaver: " + e.getMessage());
      return 3;
    }
  }

  private @Nullable String parse(String[] arguments) {
    for (int i = 0; i < arguments.length; i++) {
      String a = arguments[i];
      switch (a) {
        case "-cp", "-classpath", "--class-path", "-d" -> {
          if (++i == arguments.length) {
            return a + " wants a value";
          }
          if (a.equals("-d")) {
            target = Path.of(arguments[i]);
          } else {
            Pattern.compile(File.pathSeparator, Pattern.LITERAL)
                .splitAsStream(arguments[i])
                .filter(entry -> !entry.isEmpty())
                .map(Path::of)
                .forEach(path::add);
          }
        }
        case "-h", "-help", "--help" -> {
          classes.clear();
          return null;
        }
        default -> {
          if (a.startsWith("-")) {
            return "there is no option " + a;
          }
          if (!Files.isDirectory(Path.of(a))) {
            return a + " is no folder";
          }
          classes.add(Path.of(a));
        }
      }
    }
    return target != null && classes.size() > 1 ? "-d takes one folder of classes" : null;
  }

  private void weave() throws IOException {
    List<Path> all = new ArrayList<>(classes);
    all.addAll(path);
    ClassFinder finder = ClassFinder.ofPath(all).or(ClassFinder.platform());
    hasCore = finder.find(Names.ASYNC) != null;
    Weaver weaver = new Weaver(finder, this::report);
    for (Path folder : classes) {
      List<Path> files;
      try (Stream<Path> found = Files.walk(folder)) {
        files = found.filter(Files::isRegularFile).sorted().toList();
      }
      for (Path file : files) {
        Path to = target == null ? folder : target;
        if (file.toString().endsWith(".class")) {
          weave(weaver, file, to.resolve(folder.relativize(file)), to);
        } else if (target != null) {
          write(to.resolve(folder.relativize(file)), Files.readAllBytes(file));
        }
      }
    }
    if (needsCore) {
      err.println(
          "bide-weaver: bide-core is not among what -cp names, and without it no block is known as"
              + " one. -cp wants all that the classes were compiled against");
      errors++;
    }
    out.println("bide-weaver: " + woven + (woven == 1 ? " class" : " classes") + " woven");
  }

  private void weave(Weaver weaver, Path file, Path to, Path root) throws IOException {
    byte[] classFile = Files.readAllBytes(file);
    needsCore |= !hasCore && new String(classFile, ISO_8859_1).contains(Names.ASYNC);
    WeaveResult result;
    try {
      result = weaver.weave(classFile);
    } catch (IllegalArgumentException e) {
      throw new IOException(file + ": " + e.getMessage(), e);
    }
    if (result.changed()) {
      woven++;
    }
    if (result.changed() || target != null) {
      write(to, result.classFile());
    }
    for (Map.Entry<String, byte[]> frame : result.frames().entrySet()) {
      write(root.resolve(frame.getKey() + ".class"), frame.getValue());
    }
  }

  private static void write(Path file, byte[] bytes) throws IOException {
    Path folder = file.getParent();
    if (folder != null) {
      Files.createDirectories(folder);
    }
    Files.write(file, bytes);
  }

  private void report(Diagnostic diagnostic) {
    err.println(diagnostic);
    if (diagnostic.severity() == Diagnostic.Severity.ERROR) {
      errors++;
    }
  }
}
