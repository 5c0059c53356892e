package dev.bide.runtimes;

import dev.bide.runtime.Alarm;
import dev.bide.runtime.Timers;
import java.util.ArrayDeque;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * The timers of a runtime whose tasks run on many threads: a {@link TimerWheel} under a lock, and
 * one daemon thread that fires the alarms. The thread is made with the first alarm, and goes when
 * there was none for ten seconds.
 *
 * <p>From any thread. An alarm that is cancelled while it fires may fire all the same.
 */
public final class SharedTimers implements Timers, AutoCloseable {
  private static final long IDLE_NANOS = TimeUnit.SECONDS.toNanos(10);

  private final String name;
  private final FailureHandler failures;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition earlier = lock.newCondition();

  /** Guarded by the lock, as everything below. */
  private final TimerWheel wheel = new TimerWheel(System.nanoTime());

  private @Nullable Thread thread;

  /** When the thread will look again by itself. */
  private long sleepsUntil;

  private boolean sleeps;
  private boolean closed;

  /** Taken from the wheel and not fired yet. The thread's own. */
  private final ArrayDeque<Alarm> due = new ArrayDeque<>();

  /**
   * Timers without a thread yet.
   *
   * @param name the runtime's, for the thread's name and for messages
   * @param failures is told of alarms that throw
   */
  public SharedTimers(String name, FailureHandler failures) {
    this.name = name;
    this.failures = failures;
  }

  @Override
  public long nanoTime() {
    return System.nanoTime();
  }

  @Override
  public void schedule(Alarm alarm, long deadlineNanos) {
    lock.lock();
    try {
      if (closed) {
        throw new IllegalStateException("the runtime '" + name + "' is closed");
      }
      wheel.schedule(alarm, deadlineNanos);
      if (thread == null) {
        thread = Thread.ofPlatform().daemon().name(name + "-timers").start(this::run);
      } else if (sleeps && deadlineNanos - sleepsUntil < 0) {
        sleepsUntil = deadlineNanos;
        earlier.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void cancel(Alarm alarm) {
    lock.lock();
    try {
      wheel.cancel(alarm);
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (takeDue()) {
      for (Alarm a = due.poll(); a != null; a = due.poll()) {
        fire(a); // without the lock: what it wakes may come back here, or block
      }
    }
  }

  private void fire(Alarm a) {
    try {
      a.fired();
    } catch (Throwable t) {
      failures.failed(name, "a timer's callback failed", t);
    }
  }

  /** Waits until an alarm is due; false when the thread is to go. */
  private boolean takeDue() {
    lock.lock();
    try {
      long idleSince = System.nanoTime();
      for (; ; ) {
        long now = System.nanoTime();
        wheel.advance(now, due::add);
        if (!due.isEmpty()) {
          return true;
        }
        if (closed || (wheel.isEmpty() && now - idleSince >= IDLE_NANOS)) {
          thread = null;
          return false;
        }
        sleepsUntil = wheel.isEmpty() ? now + IDLE_NANOS : wheel.nextDeadline();
        if (!wheel.isEmpty()) {
          idleSince = sleepsUntil;
        }
        sleeps = true;
        try {
          long _ = earlier.awaitNanos(sleepsUntil - now);
        } catch (InterruptedException e) {
          // nobody has a reason to interrupt this thread, and it goes by itself
        }
        sleeps = false;
      }
    } finally {
      lock.unlock();
    }
  }

  /** Forgets all alarms, and lets the thread go. */
  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      earlier.signal();
    } finally {
      lock.unlock();
    }
  }
}
