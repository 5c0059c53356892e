package dev.bide.libuv;

import dev.bide.runtime.TaskDump;
import dev.bide.runtime.Work;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Another thread wants to know what the tasks of a loop do: the loop's looks, between two turns.
 */
final class Dump extends Work {
  private final LibuvScheduler scheduler;
  private final CountDownLatch done = new CountDownLatch(1);
  private @Nullable TaskDump dump;
  private @Nullable Throwable failure;

  Dump(LibuvScheduler scheduler) {
    this.scheduler = scheduler;
  }

  /**
   * Waits for it.
   *
   * @return null when the loop's thread does not come to it in this time
   * @throws IllegalStateException when the loop is closed
   */
  @Nullable TaskDump await(long patienceNanos) {
    boolean interrupted = false;
    long until = System.nanoTime() + patienceNanos;
    try {
      while (true) {
        try {
          if (!done.await(until - System.nanoTime(), TimeUnit.NANOSECONDS)) {
            return null;
          }
          break;
        } catch (InterruptedException e) {
          interrupted = true; // the patience bounds this wait already
        }
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
    if (failure != null) {
      throw new IllegalStateException("the tasks could not be looked at", failure);
    }
    return dump;
  }

  @Override
  public void deliver() {
    try {
      dump = scheduler.look();
    } catch (Throwable t) {
      failure = t;
    }
    done.countDown();
  }

  @Override
  public void abandon(Throwable why) {
    failure = why;
    done.countDown();
  }
}
