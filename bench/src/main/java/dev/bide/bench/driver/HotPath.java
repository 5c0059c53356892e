package dev.bide.bench.driver;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * {@code ./bide bench hot-path}: reads from what the JIT compiler makes of the local runtime's hot
 * path that it executes no locked instruction and no fence. The class files are held to the same by
 * the build; this is what really runs.
 *
 * <p>ParallelGC, since G1 itself has a fence where a reference is stored into an old object. One
 * batch for each row in a JVM of its own: no task ends in it, so that nothing of an end is compiled
 * into the path.
 */
final class HotPath {
  private static final long POLLS = 20_000_000;

  /** On {@code LocalRuntime} itself, and on a bare loop. */
  private static final List<String> ROWS =
      List.of("yield-100", "own-wake", "turn-1", "join-100-woken");

  private static final String PLANTED = "own-wake-planted";

  private static final List<String> PRINTED =
      List.of("internal.*::*", "runtime.*::*", "runtimes.*::*", "weave.v1.*::*", "bench.rows.*::*");

  private final PrintStream out;

  HotPath(PrintStream out) {
    this.out = out;
  }

  /**
   * Checks all rows.
   *
   * @param plant a fence, which has to be found
   * @return whether there is none, or this machine cannot tell
   */
  boolean run(boolean plant) throws IOException {
    if (!System.getProperty("os.arch").equals("amd64")) {
      out.println("SKIPPED: hot-path: what a fence is, it knows for x86-64 alone");
      return true;
    }
    int found = 0;
    Set<String> methods = new TreeSet<>();
    for (String row : plant ? List.of(PLANTED) : ROWS) {
      MachineCode code = new MachineCode();
      compiled(row).forEach(code::line);
      if (!code.isReadable()) {
        out.println("SKIPPED: hot-path: neither hsdis nor objdump is here; apt install binutils");
        return true;
      }
      Map<String, List<String>> fences = new TreeMap<>(code.fences());
      out.printf("%-18s %3d compiled methods%n", row, code.methods().size());
      methods.addAll(code.methods());
      for (var each : fences.entrySet()) {
        for (String instruction : each.getValue()) {
          out.println("  FOUND in " + each.getKey() + ": " + instruction);
          found++;
        }
      }
    }
    out.printf(
        "hot-path: %d methods compiled, %d locked instructions or fences%n", methods.size(), found);
    return found == 0;
  }

  /**
   * What the JVM prints of the methods that it compiles while it runs a row: on a stream of its
   * own, since it writes amid the lines of the program that it runs.
   */
  private static List<String> compiled(String row) throws IOException {
    List<String> flags =
        new ArrayList<>(
            List.of(
                "-XX:+UseParallelGC",
                "-XX:-TieredCompilation",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+DisplayVMOutputToStderr",
                "-XX:CompileCommand=quiet"));
    for (String printed : PRINTED) {
      flags.add("-XX:CompileCommand=print,dev.bide." + printed);
    }
    List<String> command = Jvm.command("dev.bide.bench.rows.Ours", flags.toArray(String[]::new));
    Process process =
        new ProcessBuilder(command).redirectOutput(ProcessBuilder.Redirect.DISCARD).start();
    try (var printed = process.errorReader()) {
      try (var asked = process.outputWriter()) {
        asked.write(row + " " + POLLS + "\n");
      } // the side ends when it has answered
      List<String> lines = printed.lines().toList();
      int status = process.waitFor();
      if (status != 0) {
        throw new IOException("the row " + row + " ended with status " + status + ": " + lines);
      }
      return lines;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted in the row " + row, e);
    } finally {
      process.destroyForcibly();
    }
  }
}
