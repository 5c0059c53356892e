package dev.bide.bench.side;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/**
 * What the process has grown by since a moment: resident memory, and the heap after collections.
 */
public final class Growth {
  private final long heap = heap();
  private final long resident = resident();

  /** From now on. */
  public Growth() {}

  /** Resident and heap bytes for each of so many. */
  public String each(int count) {
    long heapNow = heap();
    long residentNow = resident();
    return String.format(
        Locale.ROOT,
        "%.1f %.1f",
        Math.max(0, residentNow - resident) / (double) count,
        (heapNow - heap) / (double) count);
  }

  private static long heap() {
    // A second one takes what the first has only made ready to be taken.
    System.gc();
    System.gc();
    return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
  }

  private static long resident() {
    try {
      for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
        if (line.startsWith("VmRSS:")) {
          return Long.parseLong(line.replaceAll("[^0-9]", "")) * 1024;
        }
      }
    } catch (IOException e) {
      throw new UncheckedIOException("resident memory needs /proc", e);
    }
    throw new IllegalStateException("no VmRSS in /proc/self/status");
  }
}
