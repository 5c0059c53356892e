package dev.bide.testing.jcstress;

import dev.bide.runtime.Context;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.Work;
import java.util.concurrent.ConcurrentLinkedQueue;

/** A migrating scheduler whose workers are the test's actors. */
final class Pool extends Scheduler {
  private final ConcurrentLinkedQueue<Work> ready = new ConcurrentLinkedQueue<>();

  Pool() {
    super("pool");
  }

  @Override
  public Object thread() {
    return Thread.currentThread();
  }

  @Override
  public void schedule(Work work) {
    ready.add(work);
  }

  @Override
  public void post(Work message) {
    throw new AssertionError("a migrating scheduler gets no messages");
  }

  @Override
  public void failed(String what, Throwable failure) {
    throw new AssertionError(what, failure);
  }

  /** Runs one that is ready. */
  void runOne(Context cx) {
    ready.remove().run(cx);
  }

  /** Takes over what is ready in another pool: who runs it passes that one's context. */
  void take(Pool other) {
    ready.addAll(other.ready);
    other.ready.clear();
  }

  /** Runs what is ready, and what becomes ready by that. */
  void runAll(Context cx) {
    for (Work w = ready.poll(); w != null; w = ready.poll()) {
      w.run(cx);
    }
  }
}
