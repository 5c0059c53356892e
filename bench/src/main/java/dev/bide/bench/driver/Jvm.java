package dev.bide.bench.driver;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the JVM sides of this module are started. */
final class Jvm {
  private Jvm() {}

  /** A side of this module: a class of it with a {@code main}. */
  static SideSpec side(String name, String mainClass, String... flags) {
    return new SideSpec(name, command(mainClass, flags));
  }

  static List<String> command(String mainClass, String... flags) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(flags));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    return command;
  }
}
