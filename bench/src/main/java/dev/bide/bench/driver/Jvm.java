package dev.bide.bench.driver;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** How the JVM sides of this module are started. */
final class Jvm {
  /**
   * The loop that polls is compiled by itself: else HotSpot makes one piece of it and of what polls
   * the task that it stands in, or not, as it happens, and has registers left for it, or not.
   */
  private static final List<String> LOOP_APART =
      List.of(
          "-XX:CompileCommand=quiet",
          "-XX:CompileCommand=dontinline,dev.bide.bench.rows.Polls$Poller::poll");

  private Jvm() {}

  /** A side of this module: a class of it with a {@code main}. */
  static SideSpec side(String name, String mainClass, String... flags) {
    List<String> all = new ArrayList<>(LOOP_APART);
    all.addAll(List.of(flags));
    return new SideSpec(name, command(mainClass, all.toArray(String[]::new)));
  }

  /** The same on the module path, each jar a module of its own. */
  static SideSpec modularSide(String name, String mainClass, String... flags) {
    List<String> command = java(flags);
    command.addAll(LOOP_APART);
    command.add("--enable-native-access=dev.bide.bench");
    command.add("-p");
    command.add(System.getProperty("java.class.path"));
    command.add("-m");
    command.add("dev.bide.bench/" + mainClass);
    return new SideSpec(name, command);
  }

  static List<String> command(String mainClass, String... flags) {
    List<String> command = java(flags);
    command.add("--enable-native-access=ALL-UNNAMED");
    command.add("-cp");
    command.add(System.getProperty("java.class.path"));
    command.add(mainClass);
    return command;
  }

  /** The JVM that this is, with some flags. */
  static List<String> java(String... flags) {
    List<String> command = new ArrayList<>();
    command.add(tool("java"));
    command.addAll(List.of(flags));
    return command;
  }

  /** A program of the JDK that this is. */
  static String tool(String name) {
    return Path.of(System.getProperty("java.home"), "bin", name).toString();
  }
}
