package dev.bide.promises.single;

import dev.bide.runtime.Scheduler;
import dev.bide.runtime.Work;
import dev.bide.runtime.WorkQueue;
import java.util.concurrent.atomic.AtomicInteger;

/** The fault that the check of the hot path is to find: it counts, atomically. Never run. */
public final class PlantedScheduler extends Scheduler {
  private final WorkQueue ready = new WorkQueue();
  private final AtomicInteger scheduled = new AtomicInteger();

  /** One for its class file only. */
  public PlantedScheduler() {
    super("planted", Thread.currentThread());
  }

  @Override
  public Object thread() {
    return Thread.currentThread();
  }

  @Override
  public void schedule(Work work) {
    scheduled.incrementAndGet();
    ready.add(work);
  }

  @Override
  public void post(Work message) {
    throw new IllegalStateException();
  }

  @Override
  public void failed(String what, Throwable failure) {
    throw new IllegalStateException(what, failure);
  }
}
