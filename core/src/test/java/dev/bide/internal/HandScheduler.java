package dev.bide.internal;

import dev.bide.runtime.Scheduler;
import dev.bide.runtime.Work;
import java.util.ArrayDeque;

/** A confined scheduler whose queue a test runs by hand, on its only thread. */
final class HandScheduler extends Scheduler {
  private static final Object THREAD = "the only thread";

  final ArrayDeque<Work> scheduled = new ArrayDeque<>();

  HandScheduler() {
    super("by hand", THREAD);
  }

  @Override
  public Object thread() {
    return THREAD;
  }

  @Override
  public void schedule(Work work) {
    scheduled.add(work);
  }

  @Override
  public void post(Work message) {
    throw new AssertionError("there is one thread");
  }

  @Override
  public void failed(String what, Throwable failure) {
    throw new AssertionError(what, failure);
  }
}
