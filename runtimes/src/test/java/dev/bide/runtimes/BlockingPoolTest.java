package dev.bide.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Async;
import dev.bide.Blocking;
import dev.bide.Scope;
import dev.bide.Task;
import dev.bide.runtime.BlockingWork;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class BlockingPoolTest {
  private final Recorder failures = new Recorder();
  private final BlockingPool pool = new BlockingPool("test", 2, Duration.ofMillis(1), failures);
  private final LocalRuntime rt =
      LocalRuntime.builder()
          .name("test")
          .onFailure(failures)
          .with(BlockingWork.class, pool)
          .build();

  @AfterEach
  void close() {
    rt.close();
    pool.close();
    assertThat(failures.reports).isEmpty();
  }

  @Test
  void valuesAndExceptionsComeBackFromADaemonThread() throws Exception {
    Thread t = rt.run(() -> Blocking.run(Thread::currentThread).await());
    assertThat(t.isDaemon()).isTrue();
    assertThat(t.getName()).startsWith("test-blocking-");
    IOException e = new IOException("no");
    assertThatThrownBy(() ->
            rt.run(
                Blocking.<Integer, IOException>run(() -> {
                  throw e;
                })))
        .isSameAs(e);
    t.join(); // gone after it was idle
  }

  @Test
  void noMoreThreadsThanItsLimitRunAtOnce() {
    AtomicInteger now = new AtomicInteger();
    AtomicInteger most = new AtomicInteger();
    List<Integer> all =
        rt.run(() ->
            Async.all(
                    List.of(1, 2, 3, 4, 5, 6, 7, 8),
                    n -> {
                      return Blocking.run(
                              () -> {
                                most.accumulateAndGet(now.incrementAndGet(), Math::max);
                                now.decrementAndGet();
                                return n * n;
                              })
                          .await();
                    })
                .await());
    assertThat(all).containsExactly(1, 4, 9, 16, 25, 36, 49, 64);
    assertThat(most.get()).isBetween(1, 2);
  }

  /** Code that blocks, and says what became of it. */
  private static final class Code {
    final CountDownLatch runs = new CountDownLatch(1);
    final Semaphore go = new Semaphore(0);
    final List<String> seen = new ArrayList<>();
    volatile boolean closed;

    String obedient() throws InterruptedException {
      runs.countDown();
      try {
        go.acquire();
        return "value";
      } catch (InterruptedException e) {
        seen.add("interrupted");
        throw e;
      }
    }

    AutoCloseable stubborn() {
      runs.countDown();
      go.acquireUninterruptibly();
      return () -> {
        closed = true;
        go.release(1000);
      };
    }
  }

  /** Cancels a task once its code runs, and waits for its end. */
  private static Async<String, RuntimeException> cancelled(Code code, Task<?, ?> task) {
    return Async.async(() -> {
      while (code.runs.getCount() > 0) {
        Task.yield().await();
      }
      task.cancel();
      task.ended().await();
      return "ended";
    });
  }

  @Test
  void aCancelInterruptsTheCodeAndWaitsForIt() throws Exception {
    cancelObedientCode();
  }

  private void cancelObedientCode() throws InterruptedException {
    Code code = new Code();
    rt.run(() -> {
      Async.<InterruptedException>scope(
              (Scope s) -> {
                Task<String, InterruptedException> t =
                    s.start(() -> Blocking.run(code::obedient).await());
                cancelled(code, t).await();
                // Seen without synchronisation of its own: the code had ended before.
                assertThat(code.seen).containsExactly("interrupted");
              })
          .await();
    });
  }

  @Test
  void theInterruptIsNotTheNextCodes() throws Exception {
    for (int i = 0; i < 20; i++) {
      cancelObedientCode();
      boolean interrupted =
          rt.run(() -> Blocking.run(() -> Thread.currentThread().isInterrupted()).await());
      assertThat(interrupted).isFalse();
    }
  }

  @Test
  void aValueThatComesInSpiteOfTheCancelIsTheTasks() {
    Code code = new Code();
    List<Object> got = new ArrayList<>();
    rt.run(() -> {
      Async.<RuntimeException>scope(
              (Scope s) -> {
                Task<?, RuntimeException> t =
                    s.start(() -> {
                      got.add(Blocking.run(code::stubborn).await());
                    });
                while (code.runs.getCount() > 0) {
                  Task.yield().await();
                }
                t.cancel();
                Task.yield().await();
                assertThat(t.isEnded()).isFalse();
                code.go.release();
                t.ended().await();
              })
          .await();
    });
    assertThat(got).hasSize(1);
  }

  @Test
  void abandonedCodeIsNotWaitedForAndItsValueIsClosed() {
    Code code = new Code();
    rt.run(() -> {
      Async.<RuntimeException>scope(
              (Scope s) -> {
                Task<?, RuntimeException> t =
                    s.start(() -> {
                      Blocking.run(code::stubborn).abandonOnCancel().await();
                    });
                cancelled(code, t).await();
              })
          .await();
    });
    assertThat(code.closed).isFalse();
    code.go.release();
    code.go.acquireUninterruptibly(2); // its value's close has come by
    assertThat(code.closed).isTrue();
  }

  @Test
  void theFailureOfAbandonedCodeIsReported() throws Exception {
    CountDownLatch runs = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    CountDownLatch reported = new CountDownLatch(1);
    List<String> reports = new ArrayList<>();
    try (BlockingPool own =
            new BlockingPool(
                "own",
                1,
                Duration.ofSeconds(1),
                (runtime, what, t) -> {
                  reports.add(runtime + ": " + what + ": " + t.getMessage());
                  reported.countDown();
                });
        LocalRuntime local = LocalRuntime.builder().with(BlockingWork.class, own).build()) {
      local.run(() -> {
        Async.<IOException>scope(
                (Scope s) -> {
                  Task<?, IOException> t =
                      s.start(() -> {
                        Blocking.<IOException>run(() -> failLater(runs, go))
                            .abandonOnCancel()
                            .await();
                      });
                  while (runs.getCount() > 0) {
                    Task.yield().await();
                  }
                  t.cancel();
                })
            .await();
      });
      go.countDown();
      reported.await();
    }
    assertThat(reports)
        .containsExactly("own: blocking code failed, and nobody waits for it any more: late");
  }

  private static void failLater(CountDownLatch runs, CountDownLatch go) throws IOException {
    runs.countDown();
    try {
      go.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
    throw new IOException("late");
  }

  @Test
  void codeThatIsCancelledBeforeAThreadTakesItNeverRuns() {
    Code first = new Code();
    Code second = new Code();
    List<String> seen = new ArrayList<>();
    rt.run(() -> {
      Async.<RuntimeException>scope(
              (Scope s) -> {
                s.start(() -> {
                  Blocking.run(first::stubborn).await();
                });
                s.start(() -> {
                  Blocking.run(second::stubborn).await();
                });
                Task<?, RuntimeException> third =
                    s.start(() -> {
                      Blocking.run(() -> seen.add("ran")).await();
                    });
                while (first.runs.getCount() + second.runs.getCount() > 0) {
                  Task.yield().await();
                }
                Task.yield().await();
                third.cancel();
                third.ended().await();
                first.go.release();
                second.go.release();
              })
          .await();
    });
    assertThat(seen).isEmpty();
  }

  @Test
  void aClosedPoolRefuses() {
    pool.close();
    assertThatThrownBy(() -> rt.run(() -> Blocking.run(() -> 1).await()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'test' is closed");
  }
}
