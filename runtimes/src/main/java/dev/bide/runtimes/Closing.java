package dev.bide.runtimes;

import dev.bide.Task;
import dev.bide.runtime.Alarm;
import dev.bide.runtime.LiveTasks;
import dev.bide.runtime.Work;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * The orderly end of a {@link LocalScheduler}.
 *
 * <pre>
 *   OPEN --> CANCELLING --all ended, or the first limit--> ABORTING
 *                        --all ended, or the second limit--> OVER: what is left is abandoned
 * </pre>
 *
 * <p>It runs on the thread that has the loop: the one that calls {@link #close} takes it where it
 * is free, and asks the one that has it where it is not.
 */
final class Closing {
  private static final int OPEN = 0;
  private static final int CANCELLING = 1;
  private static final int ABORTING = 2;
  private static final int OVER = 3;

  private final LocalScheduler scheduler;
  private final Duration cancelLimit;
  private final Duration abortLimit;

  /** How long another thread waits for the loop's without a step forward, before it reports it. */
  private final long patienceNanos;

  /** Notified when the loop is free, and of each phase: a monitor has no classes to be loaded. */
  private final Object left = new Object();

  private volatile int phase = OPEN;

  /** The loop's own: somebody has called {@link #close}. */
  private boolean asked;

  /**
   * Of a loop, with its limits.
   *
   * @param slack how much longer than both limits another thread waits for the loop's
   */
  Closing(LocalScheduler scheduler, Duration cancelLimit, Duration abortLimit, Duration slack) {
    this.scheduler = scheduler;
    this.cancelLimit = cancelLimit;
    this.abortLimit = abortLimit;
    this.patienceNanos = nanos(cancelLimit) + nanos(abortLimit) + slack.toNanos();
  }

  /** From any thread. */
  boolean isOver() {
    return phase == OVER;
  }

  /** From any thread. */
  boolean hasBegun() {
    return phase != OPEN;
  }

  /** From any thread. */
  void refuseWhenBegun() {
    if (hasBegun()) {
      throw scheduler.closed();
    }
  }

  /** On the loop's thread. */
  boolean isAsked() {
    return asked;
  }

  /** From any thread but a runtime's: returns when all is over. */
  void close() {
    if (isOver()) {
      return;
    }
    RuntimeThread.refuseToBlock("close()");
    while (!isOver()) {
      if (scheduler.tryEnter()) {
        try {
          run();
        } finally {
          scheduler.leave();
        }
      } else {
        scheduler.post(Request.of(this));
        if (!awaitLeft()) {
          scheduler.reportStuck();
          return;
        }
      }
    }
  }

  /**
   * Waits until the loop is free or all is over; false when its thread has not come a step further
   * for too long. It is inside a task then, and cannot be taken out of there.
   */
  private boolean awaitLeft() {
    boolean interrupted = false;
    try {
      synchronized (left) {
        int step = phase;
        long since = System.nanoTime();
        while (!isOver() && scheduler.isHeld()) {
          long now = System.nanoTime();
          if (phase != step) {
            step = phase;
            since = now;
          }
          long nanos = patienceNanos - (now - since);
          if (nanos <= 0) {
            return false;
          }
          try {
            left.wait(nanos / 1_000_000 + 1);
          } catch (InterruptedException e) {
            interrupted = true; // what is closed is closed to its end
          }
        }
        return true;
      }
    } finally {
      if (interrupted) {
        Thread.currentThread().interrupt();
      }
    }
  }

  private void enter(int next) {
    synchronized (left) {
      phase = next;
      left.notifyAll();
    }
  }

  /** The loop is free. */
  void left() {
    synchronized (left) {
      left.notifyAll();
    }
  }

  /** A task has begun: late ones share the lot of the others. On the loop's thread. */
  void began(Task<?, ?> task) {
    if (phase == CANCELLING || phase == ABORTING) {
      LiveTasks.cancelIfUnowned(task);
    }
  }

  /** On the loop's thread. */
  void run() {
    if (isOver()) {
      return;
    }
    enter(CANCELLING);
    scheduler.live().cancelAll();
    awaitIdle(cancelLimit);
    enter(ABORTING);
    scheduler.live().abortAll();
    awaitIdle(abortLimit);
    scheduler.abandonAll();
    scheduler.releaseResources();
    enter(OVER);
    scheduler.abandonPosted();
  }

  private void awaitIdle(Duration limit) {
    if (scheduler.isIdle()) {
      return; // as nearly always: needs no timers
    }
    Limit alarm = Limit.armed(scheduler.timers(), nanos(limit));
    while (!alarm.over && !scheduler.isIdle()) {
      scheduler.round();
    }
    alarm.disarm();
  }

  /** A century and more is for ever. */
  private static long nanos(Duration d) {
    return d.toDays() > 36_500 ? TimeUnit.DAYS.toNanos(36_500) : d.toNanos(); // three fit a long
  }

  /** Its own users do not hand it over as an alarm: a verifier would load it with their class. */
  private static final class Limit extends Alarm {
    private final LocalTimers timers;
    boolean over;

    private Limit(LocalTimers timers) {
      this.timers = timers;
    }

    static Limit armed(LocalTimers timers, long nanos) {
      Limit alarm = new Limit(timers);
      timers.schedule(alarm, timers.nanoTime() + nanos);
      return alarm;
    }

    void disarm() {
      timers.cancel(this);
    }

    @Override
    public void fired() {
      over = true;
    }
  }

  /** Tells the loop's thread to close. */
  private static final class Request extends Work {
    private final Closing closing;

    private Request(Closing closing) {
      this.closing = closing;
    }

    /** As work: most programs never need one, and a verifier that sees the class would load it. */
    static Work of(Closing closing) {
      return new Request(closing);
    }

    @Override
    public void deliver() {
      closing.asked = true;
    }

    @Override
    public void abandon(Throwable why) {} // it is over already
  }
}
