package dev.bide.promises;

import java.io.File;
import java.lang.foreign.Arena;
import java.lang.foreign.SymbolLookup;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** What some promises run on, beside a JDK. */
enum Tool {
  NODE("node", "nodejs", List.of("node", "nodejs")),
  LIBUV("libuv", "libuv1", List.of()),
  CHROMIUM(
      "chromium",
      "chromium",
      List.of("chromium", "chromium-browser", "google-chrome-stable", "google-chrome"));

  private final String title;
  private final String aptPackage;

  @SuppressWarnings("ImmutableEnumChecker") // made by List.of
  private final List<String> commands;

  Tool(String title, String aptPackage, List<String> commands) {
    this.title = title;
    this.aptPackage = aptPackage;
    this.commands = commands;
  }

  /** The command on the PATH, in the order of preference. Empty for a library. */
  Optional<Path> command() {
    return commands.stream()
        .flatMap(name ->
            Arrays.stream(System.getenv().getOrDefault("PATH", "").split(File.pathSeparator, -1))
                .map(folder -> Path.of(folder, name)))
        .filter(Files::isExecutable)
        .findFirst();
  }

  @SuppressWarnings("restricted") // looks whether the library is there
  boolean isThere() {
    if (this != LIBUV) {
      return command().isPresent();
    }
    try (Arena arena = Arena.ofConfined()) {
      return SymbolLookup.libraryLookup("libuv.so.1", arena).find("uv_run").isPresent();
    } catch (IllegalArgumentException e) {
      return false;
    }
  }

  /** How to install some of them, for this system. */
  static String howToInstall(List<Tool> tools) {
    String os = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
    if (os.contains("mac")) {
      return "brew install " + String.join(" ", tools.stream().map(t -> t.title).toList());
    }
    return "apt install " + String.join(" ", tools.stream().map(t -> t.aptPackage).toList());
  }

  /** Refuses unless all are there. */
  static void need(Tool... tools) throws MissingTool {
    List<Tool> missing = Arrays.stream(tools).filter(t -> !t.isThere()).toList();
    if (!missing.isEmpty()) {
      throw new MissingTool(missing);
    }
  }

  @Override
  public String toString() {
    return title;
  }
}
