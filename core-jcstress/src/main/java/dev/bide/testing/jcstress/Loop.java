package dev.bide.testing.jcstress;

import dev.bide.runtime.Context;
import dev.bide.runtime.Inbox;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.Work;
import dev.bide.runtime.WorkQueue;

/** A confined scheduler; the actor that calls {@link #enter} has its thread. */
final class Loop extends Scheduler {
  private static final Object OWN = new Object();

  private final WorkQueue ready = new WorkQueue();
  private final Inbox inbox = new Inbox();
  private final Context cx = Context.of(this);

  /** Written by the thread that has the loop; others never see themselves there. */
  private Thread owner;

  Loop() {
    super("loop", OWN);
  }

  /** The calling thread has the loop from now on. */
  void enter() {
    owner = Thread.currentThread();
  }

  /** No thread has the loop. */
  void leave() {
    owner = null;
  }

  @Override
  public Object thread() {
    Thread t = Thread.currentThread();
    return t == owner ? OWN : t;
  }

  @Override
  public void schedule(Work work) {
    ready.add(work);
  }

  @Override
  public void post(Work message) {
    inbox.add(message);
  }

  @Override
  public void failed(String what, Throwable failure) {
    throw new AssertionError(what, failure);
  }

  /** Delivers and runs, until there is nothing to do. */
  void runAll() {
    do {
      inbox.deliverAll();
      for (Work w = ready.poll(); w != null; w = ready.poll()) {
        w.run(cx);
      }
    } while (!inbox.isEmpty());
  }
}
