package dev.bide.bench.driver;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * {@code ./bide bench instructions}: how many instructions an operation takes, by valgrind's
 * callgrind, of what is no JVM: the poll loop in C and the peers in Rust. Slow, and the same
 * however busy the machine is.
 */
final class Instructions {
  private static final Pattern COLLECTED = Pattern.compile("Collected : (\\d+)");
  private static final List<String> LANGUAGE = List.of("depth-1", "depth-100", "async3");

  private final Path root;
  private final PrintStream out;

  Instructions(Path root, PrintStream out) {
    this.root = root;
    this.out = out;
  }

  /** Prints them; false when a program has failed. */
  boolean run() {
    if (!isThere()) {
      out.println("SKIPPED: instructions: there is no valgrind; apt install valgrind");
      return true;
    }
    boolean well = true;
    Path c = root.resolve("bench/target/foreign/poll-loop");
    for (String row : List.of("woven-poll", "by-hand-poll", "woven-turn", "by-hand-turn")) {
      well &= row("c", c, row, 100_000);
    }
    for (String peer : List.of("tokio", "smol")) {
      Path program = root.resolve("bench/peers/target/release/peer-" + peer);
      for (String row : LANGUAGE) {
        well &= row(peer, program, row, 100_000);
      }
      for (String row : CoreRows.SCHEDULER) {
        well &= row(peer, program, row, row.equals("join-100") ? 500 : 20_000);
      }
    }
    return well;
  }

  private static boolean isThere() {
    try {
      return new ProcessBuilder("valgrind", "--version")
              .redirectOutput(ProcessBuilder.Redirect.DISCARD)
              .start()
              .waitFor()
          == 0;
    } catch (IOException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  private boolean row(String side, Path program, String row, int n) {
    if (!Files.exists(program)) {
      out.println("SKIPPED: " + side + " " + row + ": it is not built: " + program);
      return true;
    }
    try {
      // What is done once falls out of the difference.
      long once = counted(program, row, n);
      long more = counted(program, row, 3 * n);
      out.printf("%-8s %-18s %8.1f instructions%n", side, row, (more - once) / (2.0 * n));
      return true;
    } catch (IOException e) {
      out.println("FAILED: " + side + " " + row + ": " + e.getMessage());
      return false;
    }
  }

  private static long counted(Path program, String row, int n) throws IOException {
    Process p =
        new ProcessBuilder(
                "valgrind",
                "--tool=callgrind",
                "--callgrind-out-file=/dev/null",
                program.toString())
            .redirectOutput(ProcessBuilder.Redirect.DISCARD)
            .start();
    try (var asked = p.outputWriter()) {
      asked.write(row + " " + n + "\nquit\n");
    }
    String said = new String(p.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
    Matcher m = COLLECTED.matcher(said);
    if (!m.find()) {
      throw new IOException("valgrind has counted nothing: " + said.lines().limit(3).toList());
    }
    return Long.parseLong(m.group(1));
  }
}
