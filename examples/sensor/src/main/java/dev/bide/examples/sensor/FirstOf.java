package dev.bide.examples.sensor;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.runtime.Alarm;
import dev.bide.runtime.Context;
import dev.bide.runtime.Timers;
import dev.bide.runtime.Waker;
import org.jspecify.annotations.Nullable;

/**
 * A select with a time limit: waits for a sample, a command, or neither in time. Awaited again and
 * again.
 *
 * <pre>
 *   idle --polled, nothing there: alarm set--> waits --something there, or late: alarm off--> idle
 * </pre>
 */
final class FirstOf extends Alarm implements Async<Event, RuntimeException> {
  private final Ring samples;
  private final Ring commands;
  private final long limit;
  private @Nullable Timers timers;
  private @Nullable Waker waker;
  private boolean late;
  private boolean cancelled;

  FirstOf(Ring samples, Ring commands, long limitNanos) {
    this.samples = samples;
    this.commands = commands;
    this.limit = limitNanos;
  }

  @Override
  public Object poll(Context cx) {
    Event come = come();
    if (come != null) {
      stop();
      return come;
    }
    if (cancelled) {
      stop();
      throw Cancelled.byLeaf();
    }
    waker = cx.waker();
    samples.wakes(waker);
    commands.wakes(waker);
    if (timers == null) {
      timers = cx.capability(Timers.class);
      timers.schedule(this, timers.nanoTime() + limit);
    }
    return Poll.PENDING;
  }

  private @Nullable Event come() {
    if (!commands.isEmpty()) {
      return Event.COMMAND;
    }
    if (!samples.isEmpty()) {
      return Event.SAMPLE;
    }
    return late ? Event.LATE : null;
  }

  private void stop() {
    samples.wakes(null);
    commands.wakes(null);
    waker = null;
    late = false;
    cancelled = false;
    if (timers != null) {
      timers.cancel(this);
      timers = null;
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  @Override
  public void fired() {
    late = true;
    Waker w = waker;
    if (w != null) {
      w.wake();
    }
  }
}
