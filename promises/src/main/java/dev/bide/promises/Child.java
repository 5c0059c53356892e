package dev.bide.promises;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** A process that a promise starts, with all that it printed. */
record Child(int exitCode, String output) {
  private static final int SECONDS = 120;

  /**
   * Runs a command to its end. Its two outputs are one.
   *
   * @throws BrokenPromise when it does not end
   */
  static Child run(List<String> command) throws IOException, InterruptedException, BrokenPromise {
    Path output = Files.createTempFile("bide-promise", ".out");
    try {
      Process process =
          new ProcessBuilder(command)
              .redirectErrorStream(true)
              .redirectOutput(output.toFile())
              .start();
      try {
        if (!process.waitFor(SECONDS, TimeUnit.SECONDS)) {
          throw new BrokenPromise("'" + command.getFirst() + "' did not end in " + SECONDS + " s");
        }
      } finally {
        process.destroyForcibly();
      }
      return new Child(process.exitValue(), Files.readString(output, StandardCharsets.UTF_8));
    } finally {
      Files.delete(output);
    }
  }

  /** What follows {@code key=} in the output. */
  long number(String key) throws BrokenPromise {
    Optional<String> found =
        output
            .lines()
            .flatMap(l -> List.of(l.split("[^\\w=-]+", -1)).stream())
            .filter(w -> w.startsWith(key + "=") && w.substring(key.length() + 1).matches("-?\\d+"))
            .findFirst();
    if (found.isEmpty()) {
      throw new BrokenPromise(
          "no " + key + " in what it printed (exit code " + exitCode + "): " + output.strip());
    }
    return Long.parseLong(found.get().substring(key.length() + 1));
  }
}
