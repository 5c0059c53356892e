package dev.bide.examples.sensor;

import dev.bide.Task;
import java.lang.management.ManagementFactory;

/**
 * A sensor's samples over a filter to a serial line, in one task, with commands from outside and a
 * fault report when the sensor is silent. Once everything has waited for its first time, it
 * allocates not one byte: run it with a collector that never collects.
 *
 * <p>Arguments: how many polls, and {@code plant} to allocate one object on the way.
 */
public final class Sensor {
  /** Until all is compiled: where the JIT compiler takes a guess back, the JVM itself allocates. */
  private static final int WARM_UP = 5_000_000;

  private Sensor() {}

  /** Runs, counts, prints. */
  public static void main(String[] args) {
    long polls = args.length > 0 ? Long.parseLong(args[0]) : 1_000_000;
    boolean plant = args.length > 1 && args[1].equals("plant");
    var device = new Device(plant ? WARM_UP + polls / 4 : -1);
    device.run(WARM_UP);

    var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    threads.getCurrentThreadAllocatedBytes(); // its first call allocates
    Object filler = fillHeap();
    long left = heapLeft();
    long before = threads.getCurrentThreadAllocatedBytes();
    long done = device.run(polls);
    long bytes = threads.getCurrentThreadAllocatedBytes() - before;

    System.out.println("polls=" + done);
    System.out.println("bytes=" + bytes);
    System.out.println("heapLeft=" + left);
    System.out.println(device.counts() + " filler=" + (filler != null));
  }

  /** The device with the world around it. */
  static final class Device {
    private final Board board = new Board();
    private final Ring samples = new Ring(16);
    private final Ring commands = new Ring(4);
    private final SerialLine line = new SerialLine();
    final Station station;
    final World world = new World(board, samples, commands, line);
    final Task<?, RuntimeException> task;

    Device(long plantedAt) {
      station = new Station(samples, commands, line, World.LIMIT, plantedAt);
      task = board.spawn(station.run());
    }

    /** Runs until the task was polled so often; how often it was. */
    long run(long polls) {
      long done = 0;
      while (done < polls) {
        done += world.step();
      }
      return done;
    }

    int waitingSamples() {
      return samples.size();
    }

    int lostSamples() {
      return samples.overruns();
    }

    String counts() {
      return "samples="
          + station.taken
          + " commands="
          + station.commanded
          + " late="
          + station.late
          + " sent="
          + station.sent;
    }
  }

  private static long heapLeft() {
    Runtime vm = Runtime.getRuntime();
    return vm.maxMemory() - (vm.totalMemory() - vm.freeMemory());
  }

  /** Takes all of the heap but what is far below one byte a poll. */
  private static Object fillHeap() {
    byte[][] filler = new byte[1024][];
    for (int i = 0; i < filler.length && heapLeft() > 6_000_000; i++) {
      filler[i] = new byte[(int) Math.min(1_000_000, heapLeft() - 5_000_000)];
    }
    return filler;
  }
}
