package dev.bide.weaver.launcher;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import jdk.jshell.tool.JavaShellToolBuilder;

/**
 * A jshell with Bide on its path and imported. Snippets run in a virtual machine of their own,
 * where the agent weaves them when they are loaded.
 */
final class Shell {
  private Shell() {}

  /**
   * Runs the shell until the user leaves it.
   *
   * @param classPath the user's
   * @param own where Bide itself is; the first is a jar that is the agent too
   * @return the exit code
   */
  static int open(List<Path> classPath, List<Path> own) throws Failure {
    List<Path> all = new ArrayList<>(classPath);
    all.addAll(own);
    String path = all.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    try {
      Path startup = startup();
      try {
        System.out.println(
            "Bide is imported, and what you type is woven: runBlocking(() -> f().await()) runs a"
                + " block.");
        return JavaShellToolBuilder.builder()
            .start(
                "--class-path",
                path,
                "-R-javaagent:" + own.getFirst(),
                "--startup",
                "DEFAULT",
                "--startup",
                startup.toString());
      } finally {
        Files.deleteIfExists(startup);
      }
    } catch (IOException e) {
      throw new Failure("cannot write the shell's start-up file: " + e.getMessage());
    } catch (Exception e) {
      throw new Failure("jshell failed: " + e);
    }
  }

  private static Path startup() throws IOException {
    try (InputStream in = Shell.class.getResourceAsStream("startup.jsh")) {
      if (in == null) {
        throw new IOException("startup.jsh is not in the jar");
      }
      Path file = Files.createTempFile("bide", ".jsh");
      Files.writeString(
          file, new String(in.readAllBytes(), StandardCharsets.UTF_8), StandardCharsets.UTF_8);
      return file;
    }
  }
}
