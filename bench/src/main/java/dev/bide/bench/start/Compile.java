package dev.bide.bench.start;

import dev.bide.bench.side.CpuClock;
import java.util.spi.ToolProvider;

/** Runs javac once in a fresh JVM, as a build does, and says what it took. */
public final class Compile {
  private Compile() {}

  /** Arguments: javac's. Prints {@code compiled WALL_NANOS CPU_NANOS}. */
  public static void main(String[] args) {
    CpuClock clock = new CpuClock();
    long wall = System.nanoTime();
    long cpu = clock.nanos();
    int failed = ToolProvider.findFirst("javac").orElseThrow().run(System.err, System.err, args);
    if (failed != 0) {
      System.exit(failed);
    }
    System.out.println("compiled " + (System.nanoTime() - wall) + " " + (clock.nanos() - cpu));
  }
}
