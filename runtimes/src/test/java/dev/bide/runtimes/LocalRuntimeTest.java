package dev.bide.runtimes;

import static dev.bide.Async.async;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Async;
import dev.bide.Task;
import dev.bide.TimedOutException;
import dev.bide.net.TcpStream;
import dev.bide.runtime.Context;
import dev.bide.runtime.MissingCapabilityException;
import dev.bide.runtime.Randomness;
import dev.bide.runtime.Scheduler;
import dev.bide.runtimes.sockets.Loop;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class LocalRuntimeTest {
  private final VirtualClock clock = new VirtualClock();
  private final Recorder failures = new Recorder();
  private final LocalRuntime rt = builder().clock(clock).build();

  private LocalRuntime.Builder builder() {
    return LocalRuntime.builder().name("test").onFailure(failures);
  }

  @AfterEach
  void close() {
    rt.close();
    assertThat(failures.reports).isEmpty();
  }

  // ---------------------------------------------------------------- run

  @Test
  void aValueComesBackFromRun() {
    int n = rt.run(() -> Async.<Integer, RuntimeException>of(3).await());
    assertThat(n).isEqualTo(3);
    assertThat(rt.run(Async.<Integer, RuntimeException>of(4))).isEqualTo(4);
  }

  /** As one does that closes a socket. */
  @Test
  void aRunWaitsForAThreadThatHasTheLoopForAMoment() throws Exception {
    Loop loop = (Loop) rt.run(() -> Async.capability(Scheduler.class).await());
    Thread here = Thread.currentThread();
    CountDownLatch has = new CountDownLatch(1);
    CountDownLatch over = new CountDownLatch(1);
    Thread other =
        Thread.ofPlatform()
            .start(() ->
                loop.runIfFree(() -> {
                  has.countDown();
                  while (over.getCount() > 0 && !entersALoop(here)) {
                    Thread.onSpinWait();
                  }
                }));
    try {
      has.await();
      int n = rt.run(() -> Async.<Integer, RuntimeException>of(3).await());
      assertThat(n).isEqualTo(3);
    } finally {
      over.countDown();
      other.join();
    }
  }

  private static boolean entersALoop(Thread t) {
    for (StackTraceElement e : t.getStackTrace()) {
      if (e.getClassName().endsWith("LocalScheduler") && e.getMethodName().equals("enter")) {
        return true;
      }
    }
    return false;
  }

  @Test
  void aFailureComesOutOfRunAsItIsAndIsNotReported() {
    IOException e = new IOException("no");
    assertThatThrownBy(() -> rt.run(Async.<Integer, IOException>failed(e))).isSameAs(e);
  }

  @Test
  void sleepingTakesItsTimeAndOneSleepOfTheLoop() {
    long before = clock.nanoTime();
    rt.run(Async.sleep(Duration.ofMillis(1500)));
    assertThat(clock.nanoTime() - before).isEqualTo(1_500_000_000);
    assertThat(clock.parks).isEqualTo(1);
  }

  @Test
  void theClockIsReadWhereASleepBeginsAndEndsAndTheLoopSleeps() {
    clock.reads = 0;
    rt.run(() -> {
      for (int i = 0; i < 100; i++) {
        Async.sleep(Duration.ofMillis(1)).await();
      }
    });
    assertThat(clock.parks).isEqualTo(100);
    assertThat(clock.reads).isBetween(400, 405); // two by the sleep, two around the loop's
  }

  @Test
  void aTimeLimitReadsTheClockOnce() {
    clock.reads = 0;
    rt.run(() -> {
      for (int i = 0; i < 100; i++) {
        Async.timeout(
                Duration.ofSeconds(1),
                () -> {
                  Task.yield().await();
                  return "in time";
                })
            .await();
      }
    });
    assertThat(clock.reads).isBetween(100, 110);
  }

  @Test
  void sleepersWakeInTheOrderOfTheirTimesToTheNanosecond() {
    List<Integer> order = new ArrayList<>();
    rt.run(() -> {
      Async.all(
              List.of(5, 3, 3, 1, 4),
              n -> {
                Async.sleep(Duration.ofNanos(1_000_000 + n)).await();
                order.add(n);
              })
          .await();
    });
    assertThat(order).containsExactly(1, 3, 3, 4, 5);
  }

  @Test
  void aTimeoutIsATimedOutException() {
    assertThatThrownBy(
            () -> rt.run(Async.sleep(Duration.ofHours(1)).timeout(Duration.ofSeconds(1))))
        .isInstanceOf(TimedOutException.class);
  }

  @Test
  @SuppressWarnings("bide:blocking-call") // that it is refused is what is tested
  void aRunInsideATaskIsRefused() {
    assertThatThrownBy(() -> rt.run(() -> rt.run(() -> 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("LocalRuntime.run")
        .hasMessageContaining("'test'")
        .hasMessageContaining("await()");
    assertThatThrownBy(() -> rt.run(() -> Bridge.runBlocking(() -> 1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("runBlocking");
    try (LocalRuntime other = new LocalRuntime()) {
      assertThatThrownBy(() -> rt.run(() -> other.run(() -> 1)))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("'test'");
    }
  }

  @Test
  void aRunOnASecondThreadIsRefused() throws Exception {
    CountDownLatch inside = new CountDownLatch(1);
    Never never = new Never(true);
    LocalRuntime real = builder().build();
    Thread t =
        Thread.ofPlatform()
            .name("the first")
            .start(() ->
                real.run(() -> {
                  inside.countDown();
                  try {
                    never.await();
                  } finally {
                    assertThat(Thread.currentThread().getName()).isEqualTo("the first");
                  }
                }));
    t.setUncaughtExceptionHandler((_, e) -> assertThat(e).isInstanceOf(Exception.class));
    inside.await();
    assertThatThrownBy(() -> real.run(() -> 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("is running on the thread 'the first'");
    real.close(); // done by the thread that runs
    t.join();
  }

  @Test
  void runsMayFollowEachOtherOnDifferentThreads() throws Exception {
    List<Integer> seen = new ArrayList<>();
    Task<Integer, RuntimeException> task = rt.spawn(() -> slow(5).await());
    rt.run(() -> seen.add(slow(2).await()));
    assertThat(task.isEnded()).isFalse();
    Thread t = Thread.ofPlatform().start(() -> rt.run(() -> seen.add(task.await())));
    t.join();
    assertThat(seen).containsExactly(1, 10);
  }

  private static Async<Integer, RuntimeException> slow(int n) {
    return async(() -> {
      int sum = 0;
      for (int i = 0; i < n; i++) {
        Async.sleep(Duration.ofMillis(1)).await();
        sum += i;
      }
      return sum;
    });
  }

  @Test
  void aBlockThatNeverWaitsStillLetsOthersRun() {
    List<Integer> others = new ArrayList<>();
    int turns =
        rt.run(() -> {
          Task<?, ?> other =
              Async.capability(Scheduler.class)
                  .await()
                  .spawn(() -> {
                    others.add(1);
                  });
          int n = 0;
          while (!other.isEnded()) {
            Async.<Integer, RuntimeException>of(n).await();
            n++;
          }
          return n;
        });
    assertThat(others).hasSize(1);
    assertThat(turns).isLessThan(1000);
  }

  // ---------------------------------------------------------------- from other threads

  @Test
  void anotherThreadsWakeUpsReachALoopThatSleeps() throws Exception {
    LocalRuntime real = builder().build();
    try (real) {
      Mailbox mail = new Mailbox();
      Thread sender =
          Thread.ofPlatform()
              .start(() -> {
                for (int i = 1; i <= 10_000; i++) {
                  mail.put(i);
                }
              });
      int last =
          real.run(() -> {
            int n = 0;
            while (n < 10_000) {
              n = mail.await();
            }
            return n;
          });
      assertThat(last).isEqualTo(10_000);
      sender.join();
    }
  }

  @Test
  void aTaskThatAnotherThreadSpawnsRuns() throws Exception {
    try (LocalRuntime real = builder().build()) {
      CountDownLatch inside = new CountDownLatch(1);
      Mailbox mail = new Mailbox();
      Thread spawner =
          Thread.ofPlatform()
              .start(() -> {
                try {
                  inside.await();
                } catch (InterruptedException e) {
                  throw new AssertionError(e);
                }
                real.spawn(() -> mail.put(7));
              });
      int got =
          real.run(() -> {
            inside.countDown();
            return mail.await();
          });
      assertThat(got).isEqualTo(7);
      spawner.join();
    }
  }

  @Test
  void anInterruptCancelsRunsCleanUpAndSetsTheFlagAgain() {
    List<String> seen = new ArrayList<>();
    Never never = new Never(true);
    clock.asleep = () -> Thread.currentThread().interrupt();
    assertThatThrownBy(() ->
            rt.run(() -> {
              try {
                never.await();
              } finally {
                slow(3).await();
                seen.add("cleaned up");
              }
            }))
        .isInstanceOf(CancellationException.class);
    assertThat(seen).containsExactly("cleaned up");
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void anInterruptFromBeforeCancelsToo() {
    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> rt.run(Async.sleep(Duration.ofSeconds(1))))
        .isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
  }

  // ---------------------------------------------------------------- closing

  @Test
  void aClosedRuntimeRefuses() {
    rt.close();
    rt.close();
    assertThatThrownBy(() -> rt.run(() -> 1))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'test' is closed");
    assertThatThrownBy(() -> rt.spawn(() -> 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closingCancelsAndAwaitsCleanUpHoweverLateItBegan() {
    List<String> seen = new ArrayList<>();
    Task<?, ?> begun =
        rt.spawn(() -> {
          try {
            new Never(true).await();
          } finally {
            slow(10).await();
            seen.add("cleaned up");
          }
        });
    rt.run(Task.yield());
    Task<?, ?> notBegun = rt.spawn(() -> seen.add("begun and not cancelled " + slow(1).await()));
    rt.close();
    assertThat(seen).containsExactly("cleaned up");
    assertThat(begun.isEnded()).isTrue();
    assertThat(notBegun.isEnded()).isTrue();
  }

  @Test
  void aScopesChildrenAreLeftToTheirScopeWhenTheRuntimeCloses() {
    List<String> seen = new ArrayList<>();
    rt.spawn(() -> {
      try {
        new Never(true).await();
      } finally {
        // Work for several tasks in a clean-up: not cut short by the closing that caused it.
        Async.<RuntimeException>scope(
                s -> {
                  s.spawn(() -> seen.add("child " + slow(5).await()));
                })
            .await();
      }
    });
    rt.run(Task.yield());
    rt.close();
    assertThat(seen).containsExactly("child 10");
  }

  @Test
  void whatDoesNotEndIsAbortedAfterTheFirstLimitAndAbandonedAfterTheSecond() {
    List<String> seen = new ArrayList<>();
    LocalRuntime limited =
        builder()
            .clock(clock)
            .cancelLimit(Duration.ofSeconds(3))
            .abortLimit(Duration.ofSeconds(2))
            .build();
    Task<?, ?> slowToEnd =
        limited.spawn(() -> {
          try {
            new Never(true).await();
          } finally {
            try {
              Async.sleep(Duration.ofHours(1)).await();
            } finally {
              seen.add("aborted");
            }
          }
        });
    Task<?, ?> stubborn =
        limited.spawn(() -> {
          try {
            new Never(false).await();
          } finally {
            seen.add("never");
          }
        });
    limited.run(Task.yield());
    long before = clock.nanoTime();
    limited.close();
    assertThat(clock.nanoTime() - before).isEqualTo(5_000_000_000L);
    assertThat(seen).containsExactly("aborted");
    assertThat(slowToEnd.isEnded()).isTrue();
    assertThat(stubborn.isEnded()).isTrue();
    assertThat(failures.reports)
        .singleElement()
        .satisfies(r -> {
          assertThat(r.what()).isEqualTo("a task was abandoned");
          assertThat(r.failure())
              .hasMessageContaining("'test' can no longer run this task")
              .hasMessageContaining("finally");
          assertThat(r.failure().getSuppressed())
              .singleElement()
              .satisfies(waits ->
                  assertThat(waits.getStackTrace()[1].getFileName())
                      .isEqualTo("LocalRuntimeTest.java"));
        });
    failures.reports.clear();
    assertThatThrownBy(() -> rt.run(stubborn.join()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("can no longer run");
  }

  @Test
  void closingFromAnotherThreadCancelsTheRun() throws Exception {
    LocalRuntime real = builder().build();
    CountDownLatch inside = new CountDownLatch(1);
    Thread closer =
        Thread.ofPlatform()
            .start(() -> {
              try {
                inside.await();
              } catch (InterruptedException e) {
                throw new AssertionError(e);
              }
              real.close();
            });
    assertThatThrownBy(() ->
            real.run(() -> {
              inside.countDown();
              new Never(true).await();
            }))
        .isInstanceOf(CancellationException.class);
    closer.join();
    assertThatThrownBy(() -> real.spawn(() -> 1)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void closingFromAnotherThreadGivesUpOnATaskThatBlocksTheLoopAndReportsIt() throws Exception {
    LocalRuntime stuck =
        builder()
            .cancelLimit(Duration.ZERO)
            .abortLimit(Duration.ZERO)
            .closingSlack(Duration.ofMillis(1))
            .build();
    CountDownLatch inside = new CountDownLatch(1);
    CountDownLatch go = new CountDownLatch(1);
    List<Object> outcome = new ArrayList<>();
    Thread runner =
        Thread.ofPlatform()
            .name("the runner")
            .start(() -> {
              try {
                stuck.run(() -> {
                  inside.countDown();
                  blockStubbornly(go);
                  new Never(true).await();
                });
              } catch (CancellationException e) {
                outcome.add(e);
              }
            });
    inside.await();
    stuck.close();
    assertThat(failures.reports)
        .singleElement()
        .satisfies(r -> {
          assertThat(r.what()).isEqualTo("closing waits for a task that blocks its thread");
          assertThat(r.failure()).hasMessageContaining("'the runner'");
          assertThat(r.failure().getStackTrace())
              .anyMatch(line -> line.getMethodName().equals("blockStubbornly"));
        });
    go.countDown();
    runner.join();
    assertThat(outcome).hasSize(1);
    stuck.close();
    assertThatThrownBy(() -> stuck.spawn(() -> 1)).hasMessageContaining("is closed");
    failures.reports.clear();
  }

  private static void blockStubbornly(CountDownLatch latch) {
    boolean interrupted = true;
    while (interrupted) {
      try {
        latch.await();
        interrupted = false;
      } catch (InterruptedException e) {
        // as code does that ignores interrupts
      }
    }
  }

  @Test
  void closingInsideATaskIsRefused() {
    assertThatThrownBy(() ->
            rt.run(() -> {
              rt.close();
            }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("close()");
  }

  // ---------------------------------------------------------------- failures

  @Test
  void theFailureOfATaskThatNobodyWaitsForIsReported() {
    IOException e = new IOException("no");
    rt.spawn(Async.<Integer, IOException>failed(e));
    rt.run(Task.yield());
    assertThat(failures.reports)
        .containsExactly(new Recorder.Report("test", "a task failed, and nobody waits for it", e));
    failures.reports.clear();
  }

  @Test
  void anErrorOfTheHandlersOwnDoesNotEndTheLoop() {
    LocalRuntime bad =
        LocalRuntime.builder()
            .name("bad")
            .onFailure((runtime, what, t) -> {
              throw new AssertionError("the handler's own failure, which is printed");
            })
            .build();
    try (bad) {
      bad.spawn(Async.<Integer, IOException>failed(new IOException("printed too")));
      int n =
          bad.run(() -> {
            Task.yield().await();
            return 1;
          });
      assertThat(n).isEqualTo(1);
    }
  }

  @Test
  void aFailureThatCannotBePrintedIsNamedAndEndsItsTask() {
    class Unprintable extends IOException {
      @Override
      public String getMessage() {
        throw new IllegalStateException("a bug of the exception's");
      }
    }
    PrintStream before = System.err;
    ByteArrayOutputStream printed = new ByteArrayOutputStream();
    System.setErr(new PrintStream(printed, true, UTF_8));
    try (LocalRuntime plain = LocalRuntime.builder().name("plain").clock(clock).build()) {
      plain.spawn(Async.<Integer, IOException>failed(new Unprintable()));
      plain.run(() -> {
        Task.yield().await();
      });
      assertThat(plain.dump().tasks()).isEmpty();
    } finally {
      System.setErr(before);
    }
    assertThat(printed.toString(UTF_8))
        .contains("\"plain\"", "nobody waits", "Unprintable", "IllegalStateException");
  }

  @Test
  void aStackThatRunsOverEndsItsTaskAlone() {
    assertThatThrownBy(() -> rt.run(() -> deep(1))).isInstanceOf(StackOverflowError.class);
    int n = rt.run(() -> 1);
    assertThat(n).isEqualTo(1);
  }

  @SuppressWarnings("InfiniteRecursion") // that is the point
  private static int deep(int n) {
    return deep(n + 1) + 1;
  }

  // ---------------------------------------------------------------- capabilities

  /** One of a program's own. */
  interface Greeting {
    String hello();
  }

  @Test
  void aProgramsOwnCapabilitiesAreThereAndReplaceTheRuntimes() {
    try (LocalRuntime own =
        builder().with(Greeting.class, () -> "hello").with(Randomness.class, () -> 42).build()) {
      String hello = own.run(() -> Async.capability(Greeting.class).await().hello());
      assertThat(hello).isEqualTo("hello");
      long random = own.run(() -> Async.capability(Randomness.class).await().nextLong());
      assertThat(random).isEqualTo(42);
    }
    assertThatThrownBy(() -> rt.run(Async.capability(Greeting.class)))
        .isInstanceOf(MissingCapabilityException.class)
        .hasMessageContaining("'test'")
        .hasMessageContaining("Greeting");
  }

  @Test
  void theBridgeRunsAndClosesItsRuntime() throws IOException {
    int n = Bridge.runBlocking(() -> slow(3).await());
    assertThat(n).isEqualTo(3);
    assertThatThrownBy(() -> Bridge.runBlocking(TcpStream.connect("127.0.0.1", 0)))
        .isInstanceOf(IOException.class);
  }

  /** What another thread sends: the last of it. */
  private static final class Mailbox implements Async<Integer, RuntimeException> {
    private final dev.bide.runtime.WakerSlot slot = new dev.bide.runtime.WakerSlot();
    private volatile int value;
    private int taken;

    void put(int n) {
      value = n;
      slot.wake();
    }

    @Override
    public Object poll(Context cx) {
      if (value == taken) {
        slot.register(cx.waker());
        if (value == taken) {
          return dev.bide.Poll.PENDING;
        }
      }
      taken = value;
      return taken;
    }

    @Override
    public void cancel() {}
  }
}
