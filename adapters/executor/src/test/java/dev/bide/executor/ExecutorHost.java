package dev.bide.executor;

import dev.bide.Async;
import dev.bide.Task;
import dev.bide.runtime.Alarm;
import dev.bide.runtime.AlarmQueue;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.Timers;
import dev.bide.testing.contract.Host;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * {@link ExecutorRuntime} under the contract's suite: in virtual time, on an executor whose only
 * thread is the one that settles.
 */
final class ExecutorHost implements Host {
  private final ConcurrentLinkedQueue<Runnable> queue = new ConcurrentLinkedQueue<>();
  private final ConcurrentLinkedQueue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final VirtualTimers timers = new VirtualTimers();
  private final ExecutorRuntime rt =
      ExecutorRuntime.builder(queue::add)
          .name("executor")
          .with(Timers.class, timers)
          .onFailure((name, what, t) -> failures.add(t))
          .cancelLimit(Duration.ZERO) // nobody settles while it closes
          .abortLimit(Duration.ZERO)
          .build();
  private final Scheduler scheduler;

  ExecutorHost() {
    Task<Scheduler, RuntimeException> t = rt.spawn(Async.capability(Scheduler.class));
    settle();
    scheduler = t.resultNow();
  }

  /** Time that goes on when it is told to. */
  private static final class VirtualTimers implements Timers {
    private final AlarmQueue alarms = new AlarmQueue();
    private long now;

    @Override
    public synchronized long nanoTime() {
      return now;
    }

    @Override
    public synchronized void schedule(Alarm alarm, long deadlineNanos) {
      alarms.add(alarm, deadlineNanos);
    }

    @Override
    public synchronized void cancel(Alarm alarm) {
      alarms.remove(alarm);
    }

    /** Sets it to the next alarm's time and fires what is due; false when none is due by then. */
    synchronized boolean goOn(long end) {
      if (alarms.isEmpty() || alarms.nextDeadline() - end > 0) {
        now = end;
        return false;
      }
      now = Math.max(now, alarms.nextDeadline());
      alarms.fireDue(now);
      return true;
    }
  }

  @Override
  public Scheduler scheduler() {
    return scheduler;
  }

  @Override
  public void settle() {
    for (Runnable r = queue.poll(); r != null; r = queue.poll()) {
      r.run();
    }
  }

  @Override
  public void advance(Duration time) {
    settle();
    long end = timers.nanoTime() + time.toNanos();
    while (timers.goOn(end)) {
      settle();
    }
    settle();
  }

  @Override
  public void outside(Runnable act) {
    Thread other = Thread.ofPlatform().start(act);
    try {
      other.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }

  @Override
  public List<Throwable> failures() {
    return List.copyOf(failures);
  }

  @Override
  public void close() {
    rt.close();
  }
}
