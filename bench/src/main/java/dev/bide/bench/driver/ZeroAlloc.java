package dev.bide.bench.driver;

import java.io.IOException;
import java.io.PrintStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * {@code ./bide bench zero-alloc}: one task is polled a hundred million times under a collector
 * that never collects, in a heap that one byte for each poll would exhaust many times over.
 */
final class ZeroAlloc {
  private static final long POLLS = 100_000_000;

  private ZeroAlloc() {}

  /** Whether not one byte was allocated. */
  static boolean run(boolean plant, PrintStream out) throws IOException {
    List<String> command =
        Jvm.command(
            "dev.bide.examples.sensor.Sensor",
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:+UseEpsilonGC",
            "-Xms96m",
            "-Xmx96m",
            "-XX:+ExitOnOutOfMemoryError");
    command.add(Long.toString(POLLS));
    if (plant) {
      command.add("plant");
      out.println("one object is allocated on the way: this is to fail");
    }
    Process process =
        new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
    Map<String, String> said = new HashMap<>();
    try (var in = process.inputReader()) {
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        out.println("  " + line);
        int at = line.indexOf('=');
        if (at > 0) {
          said.put(line.substring(0, at), line.substring(at + 1));
        }
      }
    }
    int exit;
    try {
      exit = process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new IOException("interrupted", e);
    }
    if (exit != 0) {
      out.println(
          "zero-alloc: FAILED: exit code " + exit + (exit == 3 ? ", the heap is exhausted" : ""));
      return false;
    }
    long polls = Long.parseLong(said.get("polls"));
    long bytes = Long.parseLong(said.get("bytes"));
    long heap = Long.parseLong(said.get("heapLeft"));
    out.printf(
        "  %d KiB of heap were left: %.2f bytes for a poll%n", heap / 1024, (double) heap / polls);
    boolean well = polls >= POLLS && bytes == 0 && heap < polls;
    out.println("zero-alloc: " + (well ? "" : "FAILED: ") + polls + " polls, " + bytes + " bytes");
    return well;
  }
}
