package dev.bide.executor;

import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;

/** Two threads that take turns: a task that is polled again is polled by the other one. */
final class Alternating implements Executor, AutoCloseable {
  private final List<ExecutorService> threads =
      List.of(Executors.newSingleThreadExecutor(), Executors.newSingleThreadExecutor());
  private final AtomicInteger next = new AtomicInteger();

  @Override
  public void execute(Runnable r) {
    threads.get(next.getAndIncrement() & 1).execute(r);
  }

  @Override
  public void close() {
    threads.forEach(ExecutorService::close);
  }
}
