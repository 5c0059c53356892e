package dev.bide.testing.contract;

import dev.bide.runtime.Context;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.Work;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** A migrating scheduler over a pool of real threads. */
final class RealPool extends Scheduler implements AutoCloseable {
  private final ExecutorService threads;
  private final ThreadLocal<Context> contexts = ThreadLocal.withInitial(() -> Context.of(this));
  private final List<Throwable> failures = new CopyOnWriteArrayList<>();

  RealPool(int threads) {
    super("pool of " + threads);
    this.threads = Executors.newFixedThreadPool(threads, Thread.ofPlatform().daemon().factory());
  }

  List<Throwable> failures() {
    return failures;
  }

  @Override
  public Object thread() {
    return Thread.currentThread();
  }

  @Override
  public void schedule(Work work) {
    threads.execute(() -> work.run(contexts.get()));
  }

  @Override
  public void post(Work message) {
    throw new IllegalStateException("a migrating scheduler gets no messages");
  }

  @Override
  public void failed(String what, Throwable failure) {
    failures.add(failure);
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
