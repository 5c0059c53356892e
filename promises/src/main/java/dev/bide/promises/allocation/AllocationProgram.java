package dev.bide.promises.allocation;

import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.Work;
import dev.bide.runtime.WorkQueue;
import java.lang.management.ManagementFactory;
import java.util.Objects;

/**
 * One woven task with a loop, two awaits and a {@code finally}, each of which waits, polled until
 * it has gone on ten million times. Counts the bytes that this allocates, with a heap that one byte
 * for each would exhaust.
 */
public final class AllocationProgram {
  private static final int WARM_UP = 200_000;
  private static final int POLLS = 10_000_000;

  private AllocationProgram() {}

  /** Polls, measures, prints. Argument: whether each await is to allocate, as the planted fault. */
  public static void main(String[] args) {
    boolean leaky = Boolean.parseBoolean(args[0]);
    Gate first = new Gate(leaky);
    Gate second = new Gate(leaky);
    Counts counts = new Counts();
    Loop loop = new Loop();
    Task<?, RuntimeException> task =
        loop.spawn(() -> {
          while (counts.rounds < Integer.MAX_VALUE) {
            try {
              first.await();
              counts.went++;
              second.await();
              counts.went++;
            } finally {
              counts.finallys++;
            }
            counts.rounds++;
          }
        });

    var bytes = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
    loop.start();
    for (int i = 0; i < WARM_UP; i++) {
      loop.poll(i % 2 == 0 ? first : second);
    }
    bytes.getCurrentThreadAllocatedBytes(); // its first call allocates
    Object filler = fillHeap();

    int wentBefore = counts.went;
    int roundsBefore = counts.rounds;
    int finallysBefore = counts.finallys;
    long left = heapLeft();
    long before = bytes.getCurrentThreadAllocatedBytes();
    for (int i = 0; i < POLLS; i += 2) {
      loop.poll(first);
      loop.poll(second);
    }
    long allocated = bytes.getCurrentThreadAllocatedBytes() - before;

    System.out.println("polls=" + POLLS);
    System.out.println("heapLeft=" + left);
    System.out.println("allocated=" + allocated);
    System.out.println("counted=" + (counts.went - wentBefore));
    System.out.println("rounds=" + (counts.rounds - roundsBefore));
    System.out.println("finallys=" + (counts.finallys - finallysBefore));
    System.out.println("ended=" + task.isEnded() + " filler=" + (filler != null));
  }

  private static final class Counts {
    int went;
    int rounds;
    int finallys;
  }

  private static long heapLeft() {
    Runtime vm = Runtime.getRuntime();
    return vm.maxMemory() - (vm.totalMemory() - vm.freeMemory());
  }

  /** Takes all of the heap but what is well below one byte a poll. */
  private static Object fillHeap() {
    byte[][] filler = new byte[1024][];
    for (int i = 0; i < filler.length && heapLeft() > 6_000_000; i++) {
      filler[i] = new byte[(int) Math.min(1_000_000, heapLeft() - 5_000_000)];
    }
    return filler;
  }

  /** The smallest scheduler: it runs a task when it is told to. */
  private static final class Loop extends Scheduler {
    private final WorkQueue ready = new WorkQueue();
    private final Thread own = Thread.currentThread();
    private final Context context = Context.of(this);

    Loop() {
      super("allocation", Thread.currentThread());
    }

    /** Runs the task until it waits for the first time. */
    void start() {
      Objects.requireNonNull(ready.poll()).run(context);
    }

    /** Lets the task go on from a gate, until it waits again: one poll. */
    void poll(Gate gate) {
      gate.open();
      Work work = ready.poll();
      if (work == null) {
        throw new IllegalStateException("a wake-up was lost");
      }
      work.run(context);
    }

    @Override
    public Object thread() {
      return own; // there is no other
    }

    @Override
    public void schedule(Work work) {
      ready.add(work);
    }

    @Override
    public void post(Work message) {
      throw new IllegalStateException("there is one thread only");
    }

    @Override
    public void failed(String what, Throwable failure) {
      throw new IllegalStateException(what, failure);
    }
  }
}
