package dev.bide.promises;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Starts JVMs of the kind that this one is. */
final class Jvm {
  private Jvm() {}

  /** The command for a class on a class path. */
  static List<String> command(
      List<String> flags, List<Path> classPath, Class<?> main, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(flags);
    command.add("-cp");
    command.add(
        classPath.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator)));
    command.add(main.getName());
    command.addAll(Arrays.asList(arguments));
    return command;
  }

  /** The folders and jars that some classes come from. */
  static List<Path> holders(Class<?>... classes) {
    return Stream.of(classes).map(Jvm::holder).distinct().toList();
  }

  private static Path holder(Class<?> c) {
    try {
      return Path.of(c.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
