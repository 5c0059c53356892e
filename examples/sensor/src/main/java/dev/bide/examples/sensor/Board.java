package dev.bide.examples.sensor;

import dev.bide.runtime.Alarm;
import dev.bide.runtime.AlarmQueue;
import dev.bide.runtime.Context;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.Timers;
import dev.bide.runtime.Work;
import dev.bide.runtime.WorkQueue;
import org.jspecify.annotations.Nullable;

/** The device: one thread, a clock that the simulated world moves, and nothing else. */
final class Board extends Scheduler implements Timers {
  private final Thread own = Thread.currentThread();
  private final WorkQueue ready = new WorkQueue();
  private final AlarmQueue alarms = new AlarmQueue();
  private final Context context = Context.of(this);
  private long now;

  Board() {
    super("board", Thread.currentThread());
  }

  /**
   * Lets time pass, and then whatever is ready run until it waits.
   *
   * @return how often a task was polled
   */
  int tick(long nanos) {
    now += nanos;
    alarms.fireDue(now);
    int polls = 0;
    for (Work w = ready.poll(); w != null; w = ready.poll()) {
      w.run(context);
      polls++;
    }
    return polls;
  }

  @Override
  public long nanoTime() {
    return now;
  }

  @Override
  public void schedule(Alarm alarm, long deadlineNanos) {
    alarms.add(alarm, deadlineNanos);
  }

  @Override
  public void cancel(Alarm alarm) {
    alarms.remove(alarm);
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

  @Override
  public <C> @Nullable C capability(Class<C> type) {
    return type == Timers.class ? type.cast(this) : null;
  }
}
