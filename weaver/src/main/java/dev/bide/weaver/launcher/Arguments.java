package dev.bide.weaver.launcher;

import java.io.File;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The command line: options, then the source file, then the program's own arguments.
 *
 * @param wish what to do
 * @param classPath what the user has put on the class path
 * @param file the source file; null for a shell
 * @param program the program's arguments
 */
record Arguments(Wish wish, List<Path> classPath, @Nullable String file, List<String> program) {
  enum Wish {
    RUN,
    SHELL,
    HELP,
    VERSION
  }

  static Arguments parse(String... arguments) throws Failure {
    List<Path> classPath = new ArrayList<>();
    for (int i = 0; i < arguments.length; i++) {
      String argument = arguments[i];
      int equals = argument.indexOf('=');
      switch (argument) {
        case "-h", "-help", "--help", "-?" -> {
          return new Arguments(Wish.HELP, classPath, null, List.of());
        }
        case "-version", "--version" -> {
          return new Arguments(Wish.VERSION, classPath, null, List.of());
        }
        case "-cp", "-classpath", "--class-path" -> {
          if (++i == arguments.length) {
            throw new Failure(argument + " needs a path behind it");
          }
          addTo(classPath, arguments[i]);
        }
        default -> {
          if (argument.startsWith("--class-path=")) {
            addTo(classPath, argument.substring(equals + 1));
          } else if (argument.startsWith("-")) {
            throw new Failure(
                "there is no option "
                    + argument
                    + "; -h lists what there is (options of java itself stand before -jar)");
          } else {
            return new Arguments(
                Wish.RUN,
                classPath,
                argument,
                Arrays.asList(arguments).subList(i + 1, arguments.length));
          }
        }
      }
    }
    return new Arguments(Wish.SHELL, classPath, null, List.of());
  }

  private static void addTo(List<Path> classPath, String value) throws Failure {
    for (String entry : value.split(File.pathSeparator, -1)) {
      try {
        classPath.add(Path.of(entry));
      } catch (InvalidPathException e) {
        throw new Failure("not a path: " + entry);
      }
    }
  }
}
