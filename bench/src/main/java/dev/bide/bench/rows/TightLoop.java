package dev.bide.bench.rows;

import dev.bide.runtime.Context;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.Work;
import dev.bide.runtime.WorkQueue;

/**
 * The smallest scheduler: a queue, and a loop over it until it is empty. It names no thread, so
 * that it also runs where there are none.
 */
final class TightLoop extends Scheduler {
  private static final Object OWN = "the only thread";

  private final WorkQueue ready = new WorkQueue();
  private final Context context = Context.of(this);

  TightLoop() {
    super("bench", OWN);
  }

  /** Runs what is ready until nothing is. */
  void runAll() {
    for (Work w = ready.poll(); w != null; w = ready.poll()) {
      w.run(context);
    }
  }

  @Override
  public Object thread() {
    return OWN;
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
