package dev.bide.runtimes;

import dev.bide.runtime.TaskDump;
import dev.bide.runtime.Work;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Somebody wants to know what the tasks of a loop do. The loop's thread looks, between two turns;
 * where no thread has the loop, the one that asks does.
 */
final class Dump extends Work {
  /** How often the one that asks looks whether the loop has become free. */
  private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

  private final LocalScheduler scheduler;
  private final CountDownLatch done = new CountDownLatch(1);
  private @Nullable TaskDump dump;
  private @Nullable Throwable failure;

  private Dump(LocalScheduler scheduler) {
    this.scheduler = scheduler;
  }

  /**
   * From any thread.
   *
   * @param patienceNanos how long the loop's thread may stay in a turn before it counts as stuck
   */
  static TaskDump of(LocalScheduler scheduler, long patienceNanos) {
    if (scheduler.isOwnThread()) {
      return scheduler.look();
    }
    Dump asked = new Dump(scheduler);
    if (scheduler.visit(asked::deliver)) {
      return asked.answer();
    }
    scheduler.post(asked);
    return asked.await(patienceNanos);
  }

  private TaskDump await(long patienceNanos) {
    long since = System.nanoTime();
    boolean interrupted = false;
    try {
      while (true) {
        try {
          if (done.await(Math.min(LOOK_NANOS, patienceNanos), TimeUnit.NANOSECONDS)) {
            return answer();
          }
        } catch (InterruptedException e) {
          interrupted = true; // the patience bounds this wait already
        }
        if (scheduler.visit(this::deliver)) {
          return answer();
        }
        if (System.nanoTime() - since >= patienceNanos) {
          return scheduler.stuck();
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  @Override
  public void deliver() {
    try {
      if (dump == null) {
        dump = scheduler.look();
      }
    } catch (Throwable t) {
      failure = t;
    }
    done.countDown();
  }

  @Override
  public void abandon(Throwable why) {} // the runtime is closed: the one that asks finds it free

  private TaskDump answer() {
    TaskDump d = dump;
    if (d == null) {
      throw new IllegalStateException("the tasks could not be looked at", failure);
    }
    return d;
  }
}
