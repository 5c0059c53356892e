package dev.bide.weaver.cli;

import java.io.File;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Weaves folders of class files from any build: {@code java -cp bide-weaver.jar
 * dev.bide.weaver.cli.WeaveMain --class-path PATH FOLDER…}.
 */
public final class WeaveMain {
  private static final String USAGE =
      """
      Usage: java -cp bide-weaver.jar dev.bide.weaver.cli.WeaveMain [--class-path PATH] FOLDER…
        weaves the class files in the folders, in place
        -cp, --class-path PATH   what they were compiled against, with %s between the entries\
      """;

  private WeaveMain() {}

  /** Exit code 0 when all is woven, 1 when something could not be, 2 for wrong arguments. */
  public static void main(String... arguments) {
    System.exit(run(System.out, System.err, arguments));
  }

  static int run(PrintStream out, PrintStream err, String... arguments) {
    List<Path> classPath = new ArrayList<>();
    List<Path> folders = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      switch (arguments[i]) {
        case "-h", "--help" -> {
          out.println(USAGE.formatted(File.pathSeparator));
          return 0;
        }
        case "-cp", "-classpath", "--class-path" -> {
          if (++i == arguments.length) {
            err.println(arguments[i - 1] + " needs a path behind it");
            return 2;
          }
          for (String entry : arguments[i].split(File.pathSeparator, -1)) {
            classPath.add(Path.of(entry));
          }
        }
        default -> folders.add(Path.of(arguments[i]));
      }
    }
    if (folders.isEmpty()) {
      err.println(USAGE.formatted(File.pathSeparator));
      return 2;
    }
    for (Path folder : folders) {
      if (!Files.isDirectory(folder)) {
        err.println("there is no folder " + folder);
        return 2;
      }
    }
    classPath.addAll(folders);
    FolderWeaver weaver = new FolderWeaver(classPath, err::println);
    int woven = 0;
    int failed = 0;
    try {
      for (Path folder : folders) {
        FolderWeaver.Outcome outcome = weaver.weave(folder);
        woven += outcome.woven();
        failed += outcome.failed();
      }
    } catch (IOException | UncheckedIOException e) {
      err.println(e.getMessage());
      return 1;
    }
    out.println(woven + (woven == 1 ? " class woven" : " classes woven"));
    return failed == 0 ? 0 : 1;
  }
}
