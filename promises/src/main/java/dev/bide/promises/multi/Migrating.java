package dev.bide.promises.multi;

import static dev.bide.Async.sleep;

import dev.bide.AsyncSupplier;
import dev.bide.ThreadConfined;
import dev.bide.executor.ExecutorRuntime;
import dev.bide.promises.program.RespProgram;
import dev.bide.runtimes.LocalRuntime;
import dev.bide.sync.Oneshot;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Woven tasks on a pool, woken by threads that are not the pool's. */
public final class Migrating {
  private Migrating() {}

  /** What was counted. */
  public record Seen(
      int ended,
      long writes,
      int parallelPolls,
      int migrations,
      int calls,
      int failures,
      String refusal,
      int confinedOnLocal) {}

  /** A task's own data: plain fields, touched by its polls only. */
  private static final class State {
    final AtomicInteger inside = new AtomicInteger();
    Thread last = Thread.currentThread();
    int writes;
    int migrations;
    int parallel;

    void enter() {
      if (inside.getAndIncrement() != 0) {
        parallel++;
      }
      writes++;
      if (last != Thread.currentThread()) {
        last = Thread.currentThread();
        migrations++;
      }
    }

    void leave() {
      inside.getAndDecrement();
    }
  }

  /** Something that belongs to one thread. */
  @ThreadConfined
  private static final class Cursor {
    int position;
  }

  /** Runs it; {@code faulty} has the executor lose one of what it is given. */
  public static Seen run(int tasks, int rounds, boolean faulty) throws InterruptedException {
    ExecutorService pool = Executors.newFixedThreadPool(4);
    ExecutorService wakers = Executors.newFixedThreadPool(2);
    AtomicInteger given = new AtomicInteger();
    Executor executor =
        faulty
            ? work -> {
              if (given.incrementAndGet() != 5000) {
                pool.execute(work);
              }
            }
            : pool;
    AtomicInteger failures = new AtomicInteger();
    CountDownLatch ended = new CountDownLatch(tasks);
    CountDownLatch resp = new CountDownLatch(1);
    AtomicInteger calls = new AtomicInteger();
    State[] states = new State[tasks];
    ExecutorRuntime runtime =
        ExecutorRuntime.builder(executor)
            .name("pool")
            .onFailure((_, _, _) -> failures.incrementAndGet())
            .build();
    String refusal;
    try {
      for (int t = 0; t < tasks; t++) {
        State state = new State();
        states[t] = state;
        runtime.spawn(() -> {
          for (int i = 0; i < rounds; i++) {
            Oneshot<Integer, RuntimeException> reply = Oneshot.create();
            wakers.execute(() -> reply.complete(1));
            int one = reply.await();
            state.enter();
            state.writes += one - 1;
            state.leave();
          }
          ended.countDown();
        });
      }
      runtime.spawn(() -> {
        calls.set(RespProgram.overPipe(1000, false).await());
        resp.countDown();
      });
      long seconds = faulty ? 3 : 60;
      boolean all = ended.await(seconds, TimeUnit.SECONDS) && resp.await(seconds, TimeUnit.SECONDS);
      refusal = refusal(runtime);
      if (all) {
        runtime.close();
      }
    } finally {
      pool.shutdown();
      wakers.shutdown();
      pool.awaitTermination(10, TimeUnit.SECONDS);
    }
    long writes = 0;
    int migrations = 0;
    int parallel = 0;
    for (State s : states) {
      writes += s.writes;
      migrations += s.migrations;
      parallel += s.parallel;
    }
    int local;
    try (LocalRuntime confined = new LocalRuntime()) {
      local = confined.run(holdsCursor());
    }
    return new Seen(
        tasks - (int) ended.getCount(),
        writes,
        parallel,
        migrations,
        calls.get(),
        failures.get(),
        refusal,
        local);
  }

  private static AsyncSupplier<Integer, RuntimeException> holdsCursor() {
    return () -> {
      Cursor cursor = new Cursor();
      sleep(Duration.ofMillis(1)).await();
      cursor.position++;
      return cursor.position;
    };
  }

  private static String refusal(ExecutorRuntime runtime) {
    try {
      runtime.spawn(holdsCursor());
      return "it was not refused";
    } catch (IllegalStateException e) {
      return String.valueOf(e.getMessage());
    }
  }
}
