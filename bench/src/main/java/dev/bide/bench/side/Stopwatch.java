package dev.bide.bench.side;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** Reads the clocks, and the exact counter of what the thread that uses it has allocated. */
public final class Stopwatch {
  private final CpuClock clock = new CpuClock();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private long cpu;
  private long wall;
  private long bytes;

  Stopwatch() {
    start(); // the first reading of each allocates
    stop();
    reset();
  }

  /** Forgets what was measured. */
  void reset() {
    cpu = 0;
    wall = 0;
    bytes = 0;
  }

  /** What is measured begins, or goes on. */
  public void start() {
    cpu -= clock.nanos();
    wall -= System.nanoTime();
    bytes -= threads.getCurrentThreadAllocatedBytes();
  }

  /** What is measured has ended, or pauses. On the thread that has started it. */
  public void stop() {
    bytes += threads.getCurrentThreadAllocatedBytes();
    wall += System.nanoTime();
    cpu += clock.nanos();
  }

  /** What the process has used so far. */
  long cpuNanos() {
    return clock.nanos();
  }

  /** What a thread has allocated so far. */
  long allocatedBy(Thread thread) {
    return threads.getThreadAllocatedBytes(thread.threadId());
  }

  String measured() {
    return wall + " " + cpu + " " + bytes;
  }
}
