package dev.bide.peers.side;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;

/** A running measurement: time on the wall, CPU time of the process, bytes of all its threads. */
public final class Stopwatch {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final long allocated;
  private final long cpu;
  private final long wall;

  private Stopwatch() {
    this.allocated = THREADS.getTotalThreadAllocatedBytes();
    this.cpu = CpuClock.nanos();
    this.wall = System.nanoTime();
  }

  /** Starts. */
  public static Stopwatch start() {
    return new Stopwatch();
  }

  /**
   * Ends.
   *
   * @param done the operations that were done, counted by what came out of them
   */
  public Batch stop(long done) {
    long wallNow = System.nanoTime();
    long cpuNow = CpuClock.nanos();
    long allocatedNow = THREADS.getTotalThreadAllocatedBytes();
    return new Batch(done, wallNow - wall, cpuNow - cpu, allocatedNow - allocated);
  }
}
