package dev.bide.executor;

import static dev.bide.Async.async;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Async;
import dev.bide.Blocking;
import dev.bide.Poll;
import dev.bide.Task;
import dev.bide.TimedOutException;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import dev.bide.runtimes.Bridge;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ExecutorRuntimeTest {
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private final Alternating threads = new Alternating();
  private final ExecutorRuntime rt =
      ExecutorRuntime.builder(threads)
          .name("test")
          .onFailure((name, what, t) -> failures.add(name + ": " + what + ": " + t.getMessage()))
          .build();

  @AfterEach
  void close() {
    rt.close();
    threads.close();
    assertThat(failures).isEmpty();
  }

  /** So many turns; which threads ran them. */
  private static Async<Set<String>, RuntimeException> turns(int n) {
    return async(() -> {
      Set<String> seen = ConcurrentHashMap.newKeySet();
      int plain = 0; // seen by whichever thread polls next
      for (int i = 0; i < n; i++) {
        seen.add(Thread.currentThread().getName());
        plain++;
        Task.yield().await();
      }
      if (plain != n) {
        throw new AssertionError("lost a write: " + plain);
      }
      return seen;
    });
  }

  @Test
  void aTaskMovesBetweenThreads() {
    Set<String> seen = rt.run(() -> turns(1000).await());
    assertThat(seen).hasSize(2);
  }

  @Test
  void manyTasksEndEachWithItsValue() {
    List<Task<Integer, RuntimeException>> tasks = new ArrayList<>();
    for (int i = 0; i < 200; i++) {
      int n = i;
      tasks.add(
          rt.spawn(() -> {
            turns(n).await();
            return n;
          }));
    }
    int sum =
        Bridge.runBlocking(() -> {
          int s = 0;
          for (Task<Integer, RuntimeException> t : tasks) {
            s += t.await();
          }
          return s;
        });
    assertThat(sum).isEqualTo(199 * 200 / 2);
  }

  @Test
  void aFailureComesOutOfRunAsItIs() {
    IOException e = new IOException("no");
    assertThatThrownBy(() -> rt.run(Async.<Integer, IOException>failed(e))).isSameAs(e);
  }

  @Test
  void aFailureThatNobodyWaitsForIsReported() throws Exception {
    CountDownLatch reported = new CountDownLatch(1);
    List<String> reports = new ArrayList<>();
    try (ExecutorRuntime other =
        ExecutorRuntime.builder(threads)
            .name("other")
            .onFailure((name, what, t) -> {
              reports.add(name + ": " + what + ": " + t.getMessage());
              reported.countDown();
              throw new AssertionError("a handler that fails, which is printed");
            })
            .build()) {
      other.spawn(Async.<Integer, IOException>failed(new IOException("x")));
      reported.await();
    }
    assertThat(reports).containsExactly("other: a task failed, and nobody waits for it: x");
  }

  @Test
  void virtualThreadsDo() throws Exception {
    try (ExecutorService virtual = Executors.newVirtualThreadPerTaskExecutor();
        ExecutorRuntime onVirtual = ExecutorRuntime.on(virtual)) {
      boolean isVirtual =
          onVirtual.run(() -> {
            turns(100).await();
            return Thread.currentThread().isVirtual();
          });
      assertThat(isVirtual).isTrue();
    }
  }

  @Test
  void anExecutorThatRunsOnTheCallingThreadKeepsTheStackFlat() {
    try (ExecutorRuntime direct = ExecutorRuntime.on(Runnable::run)) {
      Set<String> seen =
          direct.run(() ->
              Async.<Set<String>, RuntimeException>scope(
                      s -> {
                        Task<Set<String>, RuntimeException> a =
                            s.spawn(() -> turns(100_000).await());
                        Task<Set<String>, RuntimeException> b =
                            s.spawn(() -> turns(100_000).await());
                        b.await();
                        return a.await();
                      })
                  .await());
      assertThat(seen).containsExactly(Thread.currentThread().getName());
    }
  }

  @Test
  void aRejectedTaskFailsForThoseWhoJoinItAndIsReported() {
    RejectedExecutionException rejection = new RejectedExecutionException("full");
    List<String> reports = new ArrayList<>();
    try (ExecutorRuntime full =
        ExecutorRuntime.builder(
                _ -> {
                  throw rejection;
                })
            .name("full")
            .onFailure((name, what, t) -> reports.add(name + ": " + what))
            .build()) {
      assertThatThrownBy(() -> full.run(Async.<Integer, RuntimeException>of(1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("'full'")
          .hasMessageContaining("finally")
          .hasCause(rejection);
    }
    assertThat(reports).containsExactly("full: a task was abandoned");
  }

  @Test
  void whereAnExecutorHasNoMemoryToTakeATaskThatRunsItGoesOn() {
    AtomicInteger given = new AtomicInteger();
    try (ExecutorRuntime tight =
        ExecutorRuntime.builder(
                r -> {
                  if (given.incrementAndGet() > 1) {
                    throw new OutOfMemoryError("no room for a node");
                  }
                  threads.execute(r);
                })
            .onFailure((name, what, t) -> failures.add(what))
            .build()) {
      int n =
          tight.run(() -> {
            Task.yield().await();
            Task.yield().await();
            return given.get();
          });
      assertThat(n).isEqualTo(3);
    }
  }

  @Test
  void sleepsEndInTheOrderOfTheirTimes() {
    List<String> order = new ArrayList<>();
    rt.run(() -> {
      Async.join(
              () -> {
                Async.sleep(Duration.ofMillis(20)).await();
                order.add("later");
                return 0;
              },
              () -> {
                Async.sleep(Duration.ofNanos(1)).await();
                order.add("sooner");
                return 0;
              })
          .await();
    });
    assertThat(order).containsExactly("sooner", "later");
  }

  @Test
  void aTimeoutCancelsWhatWaits() {
    assertThatThrownBy(() -> rt.run(new Never(true).timeout(Duration.ofMillis(1))))
        .isInstanceOf(TimedOutException.class);
  }

  @Test
  void blockingCodeRunsElsewhereAndItsExceptionComesBack() {
    String name = rt.run(() -> Blocking.run(() -> Thread.currentThread().getName()).await());
    assertThat(name).startsWith("test-blocking-");
    IOException e = new IOException("no");
    assertThatThrownBy(() ->
            rt.run(() ->
                Blocking.<Integer, IOException>run(
                        () -> {
                          throw e;
                        })
                    .await()))
        .isSameAs(e);
  }

  @Test
  @SuppressWarnings("bide:blocking-call") // that it is refused is what is tested
  void blockingOnARuntimesThreadIsRefused() {
    assertThatThrownBy(() -> rt.run(() -> rt.run(() -> 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'test'");
    assertThatThrownBy(() -> rt.run(() -> Bridge.runBlocking(() -> 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("runBlocking")
        .hasMessageContaining("'test'");
    assertThatThrownBy(() ->
            rt.run(() -> {
              rt.close();
            }))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anInterruptCancelsWaitsForTheEndAndSetsTheFlagAgain() throws Exception {
    Never never = new Never(true);
    List<String> seen = new ArrayList<>();
    Thread t =
        Thread.ofPlatform()
            .start(() -> {
              try {
                rt.run(() -> {
                  try {
                    never.await();
                  } finally {
                    Task.yield().await();
                    seen.add("finally");
                  }
                });
              } catch (CancellationException e) {
                seen.add("cancelled");
              }
              seen.add("interrupted " + Thread.currentThread().isInterrupted());
            });
    never.waits.await();
    t.interrupt();
    t.join();
    assertThat(seen).containsExactly("finally", "cancelled", "interrupted true");
  }

  @Test
  void closingCancelsAndAwaitsCleanUp() throws Exception {
    Never never = new Never(true);
    List<String> seen = new ArrayList<>();
    Task<?, ?> t =
        rt.spawn(() -> {
          try {
            never.await();
          } finally {
            turns(10).await();
            seen.add("cleaned up");
          }
        });
    never.waits.await();
    rt.close();
    assertThat(seen).containsExactly("cleaned up");
    assertThat(t.isEnded()).isTrue();
    assertThatThrownBy(() -> rt.spawn(() -> 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'test' is closed");
    assertThatThrownBy(() -> rt.run(() -> 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void whatNeverEndsIsAbandonedAtTheLimits() throws Exception {
    List<String> reports = new ArrayList<>();
    ExecutorRuntime hasty =
        ExecutorRuntime.builder(threads)
            .name("hasty")
            .cancelLimit(Duration.ZERO)
            .abortLimit(Duration.ZERO)
            .onFailure((name, what, t) -> reports.add(name + ": " + what + ": " + t.getMessage()))
            .build();
    Never never = new Never(false);
    Task<String, RuntimeException> t = hasty.spawn(never);
    never.waits.await();
    hasty.close();
    assertThatThrownBy(() -> Bridge.runBlocking(() -> t.await()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'hasty' can no longer run this task");
    assertThat(reports).hasSize(1);
    assertThat(reports.get(0)).startsWith("hasty: a task was abandoned");
  }

  @Test
  void aTaskThatIsStuckInPlainCodeIsAbandonedOnceOnly() throws Exception {
    List<String> reports = new ArrayList<>();
    ExecutorRuntime hasty =
        ExecutorRuntime.builder(threads)
            .name("hasty")
            .cancelLimit(Duration.ZERO)
            .abortLimit(Duration.ZERO)
            .onFailure((name, what, t) -> reports.add(name + ": " + what))
            .build();
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    Task<Integer, RuntimeException> t =
        hasty.spawn(() -> {
          stuck.countDown();
          awaitStubbornly(go);
          return 1;
        });
    stuck.await();
    hasty.close();
    assertThat(t.isEnded()).isTrue();
    go.countDown();
    threads.close(); // waits for the turn to end
    assertThat(reports).containsExactly("hasty: a task was abandoned");
    assertThatThrownBy(t::resultNow).hasMessageContaining("can no longer run"); // not its value
  }

  @Test
  void afterThatNothingOfItIsPolledHoweverItIsWoken() throws Exception {
    ExecutorRuntime hasty =
        ExecutorRuntime.builder(threads)
            .name("hasty")
            .cancelLimit(Duration.ZERO)
            .abortLimit(Duration.ZERO)
            .onFailure((name, what, t) -> {})
            .build();
    CountDownLatch stuck = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<Waker> wakers = new ArrayList<>();
    AtomicInteger polls = new AtomicInteger();
    Async<Integer, RuntimeException> leaf =
        new Async<>() {
          @Override
          public Object poll(Context cx) {
            wakers.add(cx.waker());
            polls.incrementAndGet();
            return Poll.PENDING;
          }

          @Override
          public void cancel() {}
        };
    Task<?, RuntimeException> t =
        hasty.spawn(() -> {
          stuck.countDown();
          awaitStubbornly(go);
          leaf.await();
        });
    stuck.await();
    hasty.close();
    go.countDown();
    threads.close(); // waits for the turn to end
    int once = polls.get(); // its turn went on, or the request to cancel came first
    assertThat(once).isLessThanOrEqualTo(1);
    wakers.forEach(Waker::wake);
    t.cancel();
    assertThat(polls.get()).isEqualTo(once);
    assertThat(t.isEnded()).isTrue();
  }

  private static void awaitStubbornly(CountDownLatch latch) {
    for (; ; ) {
      try {
        latch.await();
        return;
      } catch (InterruptedException e) {
        // a closing runtime may interrupt what it likes
      }
    }
  }

  @Test
  void closingFromTwoThreadsWaitsInBoth() throws Exception {
    Never never = new Never(true);
    Task<String, RuntimeException> t = rt.spawn(never);
    never.waits.await();
    List<Boolean> ended = new ArrayList<>();
    Thread other =
        Thread.ofPlatform()
            .start(() -> {
              rt.close();
              ended.add(t.isEnded());
            });
    rt.close();
    assertThat(t.isEnded()).isTrue();
    other.join();
    assertThat(ended).containsExactly(true);
  }
}
