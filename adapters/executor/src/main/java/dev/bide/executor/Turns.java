package dev.bide.executor;

import dev.bide.runtime.Context;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.Work;
import dev.bide.runtime.WorkQueue;
import dev.bide.runtimes.RuntimeThread;

/**
 * One thread's turns of tasks. A task that an executor runs on the calling thread, inside another
 * one's turn, waits here for the end of that turn.
 */
final class Turns {
  private final Scheduler scheduler;
  private final Context context;
  private final WorkQueue after = new WorkQueue();
  private boolean inside;

  Turns(Scheduler scheduler) {
    this.scheduler = scheduler;
    this.context = Context.of(scheduler);
  }

  void run(Work work) {
    if (runAfter(work)) {
      return;
    }
    String before = RuntimeThread.enter(scheduler.name());
    inside = true;
    try {
      for (Work w = work; w != null; w = after.poll()) {
        turn(w);
      }
    } finally {
      inside = false;
      RuntimeThread.leave(before);
    }
  }

  /** Runs work at the end of the turn that this thread is in; false where it is in none. */
  boolean runAfter(Work work) {
    if (inside) {
      after.add(work);
    }
    return inside;
  }

  private void turn(Work work) {
    try {
      work.run(context);
    } catch (Throwable t) { // the engine lets nothing out of a turn; that task is beyond repair
      scheduler.failed("a task's turn failed", t);
      work.abandon(t);
    }
  }
}
