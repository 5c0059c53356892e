package dev.bide.onejar;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * A process that has run to its end.
 *
 * @param code its exit code
 * @param out what it wrote to its standard output
 * @param err what it wrote to its standard error
 */
record Run(int code, String out, String err) {
  static final String JAR = System.getProperty("bide.jar", "target/bide.jar");

  /** Runs the one jar. */
  static Run bide(Path folder, String... arguments) {
    return bideReading(folder, "", arguments);
  }

  /** Runs the one jar with something on its standard input. */
  static Run bideReading(Path folder, String input, String... arguments) {
    List<String> command = new ArrayList<>(List.of("-jar", JAR));
    command.addAll(Arrays.asList(arguments));
    return java(folder, input, command.toArray(String[]::new));
  }

  /** Runs Java. */
  static Run java(Path folder, String input, String... arguments) {
    return command(folder, input, "java", arguments);
  }

  /** Runs one of the JDK's commands. */
  static Run command(Path folder, String input, String tool, String... arguments) {
    List<String> command = new ArrayList<>();
    command.add(Path.of(System.getProperty("java.home"), "bin", tool).toString());
    if (tool.equals("java")) {
      // Short runs of many processes.
      command.add("-XX:TieredStopAtLevel=1");
      command.add("-XX:+UseSerialGC");
      // A shell is to leave nothing in the home of who runs the tests.
      command.add("-Djava.util.prefs.userRoot=" + folder);
      command.add("-Dstdout.encoding=UTF-8");
      command.add("-Dstderr.encoding=UTF-8");
    }
    command.addAll(Arrays.asList(arguments));
    try {
      Process process = new ProcessBuilder(command).directory(folder.toFile()).start();
      CompletableFuture<String> out = reading(process.getInputStream());
      CompletableFuture<String> err = reading(process.getErrorStream());
      try (OutputStream in = process.getOutputStream()) {
        in.write(input.getBytes(StandardCharsets.UTF_8));
      }
      int code = process.waitFor();
      return new Run(code, out.join(), err.join());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static CompletableFuture<String> reading(InputStream stream) {
    return CompletableFuture.supplyAsync(() -> {
      try (stream) {
        return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    });
  }
}
