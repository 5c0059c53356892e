package dev.bide.executor;

import dev.bide.Async;
import dev.bide.Blocking;
import dev.bide.Task;
import dev.bide.testing.contract.ContractSuite;
import dev.bide.testing.contract.ContractSuite.Check;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * The contract's suite on {@link ExecutorRuntime}, and its rules for what a runtime has beyond a
 * scheduler: these on real threads.
 */
public final class ContractOnExecutor implements ContractSuite.Source {
  /** For {@code java.util.ServiceLoader}. */
  public ContractOnExecutor() {}

  @Override
  public List<Check> checks() {
    List<Check> all = new ArrayList<>(ContractSuite.on("executor", ExecutorHost::new));
    all.add(check("closing cancels, waits and accepts no more", this::closing, 25));
    all.add(check("what is left at the limits is abandoned and reported", this::limits, 25));
    all.add(check("a rejected task has failed, and is reported", this::rejected, 25, 24));
    all.add(check("closing cancels the children of a task that is gone", this::orphans, 25));
    all.add(check("a cancel interrupts and waits", this::cancelBlockingWork, 35));
    all.add(check("it refuses on a runtime's own thread", this::blockInside, 36));
    all.add(check("an interrupt cancels, and the end is awaited", this::interrupt, 36));
    return all;
  }

  private static Check check(String name, ContractSuite.Body body, Integer... rules) {
    return new Check(List.of(rules), name, "executor", body);
  }

  private static void equal(Object expected, Object actual) {
    if (!expected.equals(actual)) {
      throw new AssertionError("expected " + expected + " but was " + actual);
    }
  }

  private static String refused(Runnable code) {
    try {
      code.run();
    } catch (IllegalStateException e) {
      return "" + e.getMessage();
    }
    throw new AssertionError("not refused");
  }

  private void closing() throws InterruptedException {
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      ExecutorRuntime rt = ExecutorRuntime.on(pool);
      Never never = new Never(true);
      Task<?, ?> t =
          rt.spawn(() -> {
            try {
              never.await();
            } finally {
              Task.yield().await();
              seen.add("cleaned up");
            }
          });
      never.waits.await();
      rt.close();
      equal(true, t.isEnded());
      equal(List.of("cleaned up"), List.copyOf(seen));
      equal(true, refused(() -> rt.spawn(() -> 1)).contains("is closed"));
    }
  }

  private void limits() throws InterruptedException {
    Queue<String> reports = new ConcurrentLinkedQueue<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(2)) {
      ExecutorRuntime rt =
          ExecutorRuntime.builder(pool)
              .cancelLimit(Duration.ZERO)
              .abortLimit(Duration.ZERO)
              .onFailure((name, what, t) -> reports.add(what))
              .build();
      Never never = new Never(false);
      Task<?, ?> t = rt.spawn(never);
      never.waits.await();
      rt.close();
      equal(true, refused(() -> resultOf(t)).contains("can no longer run"));
      equal(List.of("a task was abandoned"), List.copyOf(reports));
    }
  }

  private static void resultOf(Task<?, ?> t) {
    try {
      t.resultNow();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) {
      throw new AssertionError(e);
    }
  }

  private void rejected() {
    Queue<String> reports = new ConcurrentLinkedQueue<>();
    try (ExecutorRuntime rt =
        ExecutorRuntime.builder(
                r -> {
                  throw new RejectedExecutionException("full");
                })
            .onFailure((name, what, t) -> reports.add(what))
            .build()) {
      Task<?, ?> t = rt.spawn(() -> 1);
      equal(true, refused(() -> resultOf(t)).contains("finally blocks did not run"));
      equal(List.of("a task was abandoned"), List.copyOf(reports));
    }
  }

  /** Runs what it is given later, on the calling thread, unless it is full. */
  private static final class Later implements java.util.concurrent.Executor {
    private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();
    private boolean full;

    @Override
    public void execute(Runnable r) {
      if (full) {
        throw new RejectedExecutionException("full");
      }
      queue.add(r);
    }

    void run() {
      for (Runnable r = queue.poll(); r != null; r = queue.poll()) {
        r.run();
      }
    }
  }

  private void orphans() throws InterruptedException {
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    Later executor = new Later();
    ExecutorRuntime rt =
        ExecutorRuntime.builder(executor).name("narrow").onFailure((name, what, t) -> {}).build();
    Never child = new Never(true);
    Task<?, ?> parent =
        rt.spawn(
            Async.scope((dev.bide.Scope s) -> {
              s.spawn(() -> {
                try {
                  child.await();
                } finally {
                  seen.add("child cleaned up");
                }
              });
              Task.yield().await();
              new Never(true).await();
            }));
    executor.run();
    child.waits.await();
    executor.full = true;
    parent.cancel(); // it is rejected, and gone
    equal(true, parent.isEnded());
    equal(List.of(), List.copyOf(seen));
    executor.full = false;
    Thread closer = Thread.ofPlatform().start(rt::close);
    while (closer.isAlive()) {
      executor.run();
    }
    equal(List.of("child cleaned up"), List.copyOf(seen));
  }

  private void cancelBlockingWork() throws InterruptedException {
    CountDownLatch runs = new CountDownLatch(1);
    AtomicBoolean ended = new AtomicBoolean();
    try (ExecutorService pool = Executors.newFixedThreadPool(2);
        ExecutorRuntime rt = ExecutorRuntime.on(pool)) {
      Task<?, InterruptedException> t =
          rt.spawn(
              Blocking.<InterruptedException>run(() -> {
                runs.countDown();
                try {
                  new CountDownLatch(1).await();
                } finally {
                  ended.set(true);
                }
              }));
      runs.await();
      t.cancel();
      rt.run(() -> {
        t.ended().await();
      });
      equal(true, ended.get()); // it was interrupted, and waited for
    }
  }

  private void blockInside() {
    try (ExecutorService pool = Executors.newFixedThreadPool(2);
        ExecutorRuntime rt = ExecutorRuntime.builder(pool).name("busy").build()) {
      equal(true, refused(() -> rt.run(() -> rt.run(() -> 1))).contains("'busy'"));
    }
  }

  private void interrupt() {
    Queue<String> seen = new ConcurrentLinkedQueue<>();
    try (ExecutorService pool = Executors.newFixedThreadPool(2);
        ExecutorRuntime rt = ExecutorRuntime.on(pool)) {
      Thread.currentThread().interrupt();
      try {
        rt.run(() -> {
          try {
            new Never(true).await();
          } finally {
            Task.yield().await();
            seen.add("cleaned up");
          }
        });
        throw new AssertionError("the interrupt has cancelled nothing");
      } catch (CancellationException e) {
        seen.add("cancelled");
      } finally {
        equal(true, Thread.interrupted());
      }
    }
    equal(List.of("cleaned up", "cancelled"), List.copyOf(seen));
  }
}
