package dev.bide.it.leaf;

import static dev.bide.Async.async;
import static dev.bide.Async.timeout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.Task;
import dev.bide.TimedOutException;
import dev.bide.runtime.Context;
import dev.bide.runtime.MissingCapabilityException;
import dev.bide.runtime.TaskDump;
import dev.bide.runtime.Timers;
import dev.bide.runtime.Waker;
import dev.bide.testing.TestRuntime;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A time limit that is awaited where it is made uses the one before again, with its child, the
 * child's frame and what that keeps: so its block's leaf is made once.
 */
class LimitAgainTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private final TestRuntime runtime = TestRuntime.confined("first");
  private final List<Object> log = new ArrayList<>();
  private final Bell bell = new Bell();

  @AfterEach
  void nothingFailedUnseen() {
    assertThat(runtime.failures()).isEmpty();
    assertThat(runtime.liveTasks()).isEmpty();
    assertThat(runtime.alarms()).isZero();
  }

  private void rings(TestRuntime in, int n) {
    for (int i = 0; i < n; i++) {
      bell.ring();
      in.runUntilIdle();
    }
  }

  private Async<Integer, IOException> rounds(int n) {
    return async(() -> {
      int done = 0;
      while (done < n) {
        int i = done;
        try {
          log.add(timeout(SECOND, () -> bell.heard("r" + i).await()).await());
        } catch (IOException | TimedOutException e) {
          log.add(e.getClass().getSimpleName());
        }
        done++;
      }
      return done;
    });
  }

  @Test
  void aLoopUsesOneAndPollsAsOften() throws IOException {
    Task<Integer, IOException> t = runtime.spawn(rounds(5));
    runtime.runUntilIdle();
    rings(runtime, 5);
    assertThat(t.resultNow()).isEqualTo(5);
    assertThat(log).containsExactly("r0", "r1", "r2", "r3", "r4");
    assertThat(bell.made).isEqualTo(1);
    assertThat(bell.polls).as("each waits once and is woken once").isEqualTo(10);
    assertThat(runtime.runs()).as("one turn to begin, one for each ring").isEqualTo(6);
  }

  @Test
  void onATaskThatMoves() throws IOException {
    TestRuntime workers = TestRuntime.migrating(3);
    Task<Integer, IOException> t = workers.spawn(rounds(7));
    workers.runUntilIdle();
    for (int i = 0; i < 7; i++) {
      workers.outside(bell::ring);
      workers.runUntilIdle();
    }
    assertThat(t.resultNow()).isEqualTo(7);
    assertThat(bell.made).isEqualTo(1);
    assertThat(bell.polls).isEqualTo(14);
    assertThat(workers.alarms()).isZero();
  }

  @Test
  void afterALimitThatWasReached() throws IOException {
    Task<Integer, IOException> t = runtime.spawn(rounds(5));
    runtime.runUntilIdle();
    rings(runtime, 1);
    runtime.advance(SECOND.minusNanos(1));
    assertThat(log).hasSize(1);
    runtime.advance(Duration.ofNanos(1));
    rings(runtime, 1);
    runtime.advance(SECOND);
    rings(runtime, 1);
    assertThat(t.resultNow()).isEqualTo(5);
    assertThat(log).containsExactly("r0", "TimedOutException", "r2", "TimedOutException", "r4");
    assertThat(bell.made).as("a frame that has thrown is cleared").isEqualTo(1);
  }

  @Test
  void afterAFailure() throws IOException {
    Task<Integer, IOException> t = runtime.spawn(rounds(4));
    runtime.runUntilIdle();
    rings(runtime, 1);
    bell.breaks();
    runtime.runUntilIdle();
    rings(runtime, 2);
    assertThat(t.resultNow()).isEqualTo(4);
    assertThat(log).containsExactly("r0", "IOException", "r2", "r3");
    assertThat(bell.made).isEqualTo(1);
  }

  @Test
  void afterACancelInFinally() {
    Task<Integer, IOException> t =
        runtime.spawn(
            async(() -> {
              for (int i = 0; ; i++) {
                int n = i;
                try {
                  log.add(timeout(SECOND, () -> bell.heard("r" + n).await()).await());
                } catch (Cancelled c) {
                  log.add("cancelled");
                  for (int m = 0; m < 2; m++) {
                    log.add(timeout(SECOND, () -> bell.heard("finally").await()).await());
                  }
                  throw c;
                }
              }
            }));
    runtime.runUntilIdle();
    rings(runtime, 2);
    t.cancel();
    runtime.runUntilIdle();
    assertThat(bell.isWaitedFor()).isTrue();
    rings(runtime, 2);
    assertThat(t.isEnded()).isTrue();
    assertThat(log).containsExactly("r0", "r1", "cancelled", "finally", "finally");
  }

  @Test
  void aCancelThatIsThereAlreadyReachesTheBlock() {
    Task<Integer, IOException> t =
        runtime.spawn(
            async(() -> {
              int n = 0;
              try {
                for (; ; n++) {
                  timeout(SECOND, () -> bell.heard("r").await()).await();
                  log.add(n);
                  if (n == 1) {
                    requireNonNullTask().cancel();
                  }
                }
              } finally {
                log.add("left");
              }
            }));
    cancelled = t;
    runtime.runUntilIdle();
    rings(runtime, 2);
    assertThat(t.isEnded()).isTrue();
    assertThat(log).containsExactly(0, 1, "left");
  }

  private @Nullable Task<?, ?> cancelled;

  private Task<?, ?> requireNonNullTask() {
    return Objects.requireNonNull(cancelled);
  }

  @Test
  void eachPlaceHasItsOwn() throws IOException {
    Task<Integer, IOException> t =
        runtime.spawn(
            async(() -> {
              for (int i = 0; i < 4; i++) {
                timeout(SECOND, () -> bell.heard("a").await()).await();
                timeout(SECOND, () -> bell.heard("b").await()).await();
                heard().timeout(SECOND).await();
              }
              return 1;
            }));
    runtime.runUntilIdle();
    rings(runtime, 12);
    assertThat(t.isEnded()).isTrue();
    assertThat(bell.made).isEqualTo(3);
  }

  private Async<String, IOException> heard() {
    return async(() -> bell.heard("c").await());
  }

  @Test
  void whatAVariableHoldsIsAlwaysNew() throws IOException {
    Task<Boolean, IOException> t =
        runtime.spawn(
            async(() -> {
              boolean same = false;
              Async<String, IOException> before = null;
              for (int i = 0; i < 3; i++) {
                Async<String, IOException> held = timeout(SECOND, () -> bell.heard("x").await());
                held.await();
                same |= held == before;
                before = held;
              }
              return same;
            }));
    runtime.runUntilIdle();
    rings(runtime, 3);
    assertThat(t.resultNow()).isFalse();
  }

  @Test
  void valuesOfAllKinds() throws IOException {
    Task<Integer, IOException> t =
        runtime.spawn(
            async(() -> {
              for (int i = 1; i < 4; i++) {
                int n = i;
                long l = timeout(SECOND, () -> longer(n).await() << 40).await();
                double d = timeout(SECOND, () -> longer(n).await() / 2.0).await();
                float f = timeout(SECOND, () -> longer(n).await() / 4f).await();
                char c = timeout(SECOND, () -> (char) ('a' + longer(n).await())).await();
                boolean b = timeout(SECOND, () -> longer(n).await() == 2).await();
                byte y = timeout(SECOND, () -> (byte) -longer(n).await()).await();
                short s = timeout(SECOND, () -> (short) (-300 * longer(n).await())).await();
                Object boxed = timeout(SECOND, () -> longer(n).await() * 1000).await();
                log.add(List.of(l, d, f, c, b, y, s, boxed));
                timeout(
                        SECOND,
                        () -> {
                          longer(n).await();
                        })
                    .await();
              }
              return 1;
            }));
    runtime.runUntilIdle();
    rings(runtime, 27);
    assertThat(t.isEnded()).isTrue();
    assertThat(log)
        .containsExactly(
            List.of(1L << 40, 0.5, 0.25f, 'b', false, (byte) -1, (short) -300, 1000L),
            List.of(2L << 40, 1.0, 0.5f, 'c', true, (byte) -2, (short) -600, 2000L),
            List.of(3L << 40, 1.5, 0.75f, 'd', false, (byte) -3, (short) -900, 3000L));
  }

  private Async<Long, IOException> longer(int n) {
    return async(() -> (long) Integer.parseInt(bell.heard("" + n).await()));
  }

  // ---------------------------------------------------------------- wakers

  /** Keeps the wakers of all that have waited for it, as nothing should. */
  private static final class Hoarder implements Async<Integer, RuntimeException> {
    final List<Waker> wakers;
    final AtomicInteger polls;
    final AtomicInteger ready;

    Hoarder(List<Waker> wakers, AtomicInteger polls, AtomicInteger ready) {
      this.wakers = wakers;
      this.polls = polls;
      this.ready = ready;
    }

    @Override
    public Object poll(Context cx) {
      polls.incrementAndGet();
      if (ready.get() > 0) {
        return ready.getAndDecrement();
      }
      wakers.add(cx.waker());
      return Poll.PENDING;
    }

    @Override
    public void cancel() {}
  }

  @Test
  void aWakerOfAnEarlierRunWakesForNoReasonAtMost() {
    List<Waker> wakers = new ArrayList<>();
    AtomicInteger polls = new AtomicInteger();
    AtomicInteger ready = new AtomicInteger();
    Task<Integer, RuntimeException> t =
        runtime.spawn(
            async(() -> {
              for (int i = 0; i < 3; i++) {
                timeout(SECOND, () -> new Hoarder(wakers, polls, ready).await()).await();
                log.add(i);
              }
              return 3;
            }));
    runtime.runUntilIdle();
    for (int i = 0; i < 3; i++) {
      int before = polls.get();
      for (Waker old : List.copyOf(wakers)) {
        old.wake();
        old.wake();
      }
      runtime.runUntilIdle();
      assertThat(polls.get()).as("they are one").isEqualTo(before + 1);
      runtime.outside(wakers.getFirst()::wake);
      runtime.runUntilIdle();
      assertThat(polls.get()).isEqualTo(before + 2);
      assertThat(log).hasSize(i);
      ready.set(1);
      wakers.getLast().wake();
      runtime.runUntilIdle();
    }
    assertThat(wakers.stream().distinct()).hasSize(1);
    wakers.getFirst().wake(); // after the end of all
    runtime.outside(wakers.getFirst()::wake);
    runtime.runUntilIdle();
    assertThat(t.resultNow()).isEqualTo(3);
    assertThat(log).containsExactly(0, 1, 2);
  }

  @Test
  void aWakeUpFromOutsideThatComesWhenItsRunHasEnded() {
    List<Waker> wakers = new ArrayList<>();
    AtomicInteger polls = new AtomicInteger();
    AtomicInteger ready = new AtomicInteger();
    Task<Integer, RuntimeException> t =
        runtime.spawn(
            async(() -> {
              timeout(SECOND, () -> new Hoarder(wakers, polls, ready).await()).await();
              for (int i = 0; i < 2; i++) {
                timeout(SECOND, () -> new Hoarder(wakers, polls, ready).await()).await();
              }
              return 3;
            }));
    runtime.runUntilIdle();
    for (int i = 0; i < 3; i++) {
      ready.set(1);
      wakers.getLast().wake();
      runtime.outside(wakers.getLast()::wake); // delivered before the turn, or after it
      runtime.runUntilIdle();
    }
    assertThat(t.resultNow()).isEqualTo(3);
  }

  /** Is ready, and wakes who has polled it: that is still in a queue when it has ended. */
  private static final class WakesAtItsEnd implements Async<Integer, RuntimeException> {
    private boolean waited;

    @Override
    public Object poll(Context cx) {
      cx.waker().wake();
      if (waited) {
        return 1;
      }
      waited = true;
      return Poll.PENDING;
    }

    @Override
    public void cancel() {}
  }

  @Test
  void aChildThatIsStillInAQueueIsNotTaken() {
    Task<Integer, RuntimeException> t =
        runtime.spawn(
            async(() -> {
              int sum = 0;
              for (int i = 0; i < 5; i++) {
                sum +=
                    timeout(
                            SECOND,
                            () -> {
                              Task.yield().await(); // in whichever queue: its turn has to come
                              return new WakesAtItsEnd().await();
                            })
                        .await();
              }
              return sum;
            }));
    runtime.runUntilIdle();
    assertThat(t.resultNow()).isEqualTo(5);
  }

  // ---------------------------------------------------------------- what it keeps

  @Test
  void itHoldsNothingOnceItHasEnded() {
    Bell gate = new Bell();
    List<WeakReference<Object>> refs = new ArrayList<>();
    Task<Integer, IOException> t =
        runtime.spawn(
            async(() -> {
              for (int i = 0; i < 3; i++) {
                Object captured = new Object();
                refs.add(new WeakReference<>(captured));
                refs.add(
                    new WeakReference<>(
                        timeout(
                                SECOND,
                                () -> {
                                  bell.heard("x").await();
                                  return captured.hashCode() == 1 ? captured : new Object();
                                })
                            .await()));
                gate.heard("").await();
              }
              return 1;
            }));
    runtime.runUntilIdle();
    for (int i = 0; i < 3; i++) {
      bell.ring();
      runtime.runUntilIdle();
      assertThat(refs).hasSize(2 * i + 2);
      assertCleared(refs);
      gate.ring();
      runtime.runUntilIdle();
    }
    assertThat(t.isEnded()).isTrue();
  }

  @Test
  void itHoldsNothingOfAFailure() {
    Bell gate = new Bell();
    List<WeakReference<Object>> refs = new ArrayList<>();
    Task<Integer, IOException> t =
        runtime.spawn(
            async(() -> {
              for (int i = 0; i < 3; i++) {
                Object captured = new Object();
                refs.add(new WeakReference<>(captured));
                try {
                  timeout(
                          SECOND,
                          () -> {
                            bell.heard("x").await();
                            throw new IOException("" + captured);
                          })
                      .await();
                } catch (IOException e) {
                  refs.add(new WeakReference<>(e));
                }
                gate.heard("").await();
              }
              return 1;
            }));
    runtime.runUntilIdle();
    for (int i = 0; i < 3; i++) {
      bell.ring();
      runtime.runUntilIdle();
      assertThat(refs).hasSize(2 * i + 2);
      assertCleared(refs);
      gate.ring();
      runtime.runUntilIdle();
    }
    assertThat(t.isEnded()).isTrue();
  }

  private static void assertCleared(List<WeakReference<Object>> refs) {
    for (WeakReference<Object> ref : refs) {
      for (int i = 0; i < 50 && ref.get() != null; i++) {
        System.gc();
      }
      assertThat(ref.get()).isNull();
    }
  }

  // ---------------------------------------------------------------- the rest

  @Test
  void whenTheBudgetIsSpentItStartsInTheNextTurn() {
    assertThat(turns(ready(true))).isEqualTo(turns(ready(false))).isGreaterThan(5);
  }

  private static int turns(Async<Integer, RuntimeException> body) {
    TestRuntime runtime = TestRuntime.confined();
    Task<Integer, RuntimeException> t = runtime.spawn(body);
    int turns = runtime.runUntilIdle();
    assertThat(t.resultNow()).isEqualTo(1000);
    return turns;
  }

  private static Async<Integer, RuntimeException> ready(boolean onTheSpot) {
    return async(() -> {
      int sum = 0;
      for (int i = 0; i < 1000; i++) {
        boolean waits = i == 0;
        if (onTheSpot) {
          sum += timeout(SECOND, () -> one(waits).await()).await();
        } else {
          Async<Integer, RuntimeException> held = timeout(SECOND, () -> one(waits).await());
          sum += held.await();
        }
      }
      return sum;
    });
  }

  private static Async<Integer, RuntimeException> one(boolean waits) {
    return async(() -> {
      if (waits) {
        Task.yield().await();
      }
      return 1;
    });
  }

  @Test
  void aCancelThatComesBeforeItHasStartedForWantOfBudgetReachesTheBlock() {
    int[] runs = new int[2];
    Task<Integer, RuntimeException> t =
        runtime.spawn(
            async(() -> {
              for (; ; ) {
                timeout(
                        SECOND,
                        () -> {
                          runs[0]++;
                          one(runs[0] == 1 || runs[1] > 0).await();
                          log.add(runs[0]);
                        })
                    .await();
              }
            }));
    runtime.runOneTurn();
    runtime.runOneTurn();
    int before = log.size();
    assertThat(before).as("a turn's budget").isBetween(50, 150);
    runs[1] = 1;
    t.cancel();
    runtime.runUntilIdle();
    assertThat(t.isEnded()).isTrue();
    assertThat(log).hasSize(before);
    assertThat(runs[0]).as("it was accepted, so it has started").isEqualTo(before + 1);
  }

  @Test
  void aRecursionIsAsDeepAsItLikes() {
    assertThat(
            runtime.run(() -> {
              int sum = 0;
              for (int i = 0; i < 3; i++) {
                sum += deep(2000).await();
              }
              return sum;
            }))
        .isEqualTo(6000);
  }

  private static Async<Integer, RuntimeException> deep(int n) {
    return async(() -> {
      if (n == 0) {
        Task.yield().await();
        return 0;
      }
      return 1 + timeout(SECOND, deep(n - 1)).await();
    });
  }

  @Test
  void aLimitInsideALimit() throws IOException {
    Task<Integer, IOException> t =
        runtime.spawn(
            async(() -> {
              for (int i = 0; i < 4; i++) {
                try {
                  log.add(
                      timeout(
                              SECOND.multipliedBy(2),
                              () -> {
                                String a = timeout(SECOND, () -> bell.heard("a").await()).await();
                                return a + timeout(SECOND, () -> bell.heard("b").await()).await();
                              })
                          .await());
                } catch (TimedOutException e) {
                  log.add(e.getMessage());
                }
              }
              return 1;
            }));
    runtime.runUntilIdle();
    rings(runtime, 3);
    runtime.advance(SECOND);
    rings(runtime, 4);
    assertThat(t.isEnded()).isTrue();
    assertThat(log).containsExactly("ab", "not ended within PT1S", "ab", "ab");
  }

  @Test
  void aDumpShowsTheRunThatWaits() {
    Task<Integer, IOException> t = runtime.spawn(rounds(3));
    runtime.runUntilIdle();
    for (int i = 0; i < 3; i++) {
      List<TaskDump.Entry> tasks = runtime.dump().tasks();
      assertThat(tasks).hasSize(1);
      assertThat(tasks.getFirst().waits())
          .extracting(w -> w.what() + " " + w.lines().size())
          .containsExactly("what has a time limit 1", Bell.Heard.class.getName() + " 2");
      rings(runtime, 1);
    }
    assertThat(t.isEnded()).isTrue();
  }

  @Test
  void linesOfWhoeverWaitsAreAddedInEachRun() {
    assertThat(linesOfFailures(true)).isEqualTo(linesOfFailures(false)).hasSize(4);
  }

  private List<List<String>> linesOfFailures(boolean onTheSpot) {
    List<List<String>> all = new ArrayList<>();
    Task<Integer, IOException> t =
        runtime.spawn(
            async(() -> {
              for (int i = 0; i < 4; i++) {
                boolean waits = i % 2 == 0;
                try {
                  if (onTheSpot) {
                    timeout(SECOND, () -> fails(waits).await()).await();
                  } else {
                    Async<?, IOException> held = timeout(SECOND, () -> fails(waits).await());
                    held.await();
                  }
                } catch (IOException e) {
                  all.add(
                      Arrays.stream(e.getStackTrace())
                          .map(line -> line.getMethodName().replaceAll("^lambda\\$|\\$.*", ""))
                          .filter(List.of("fails", "linesOfFailures")::contains)
                          .distinct()
                          .toList());
                }
              }
              return 1;
            }));
    runtime.runUntilIdle();
    rings(runtime, 2);
    assertThat(t.isEnded()).isTrue();
    return all;
  }

  private Async<Integer, IOException> fails(boolean waits) {
    return async(() -> {
      if (waits) {
        bell.heard("x").await();
      }
      throw new IOException("in the block");
    });
  }

  @Test
  void withoutTimersItSaysSoEachTime() {
    TestRuntime runtime = TestRuntime.confined().without(Timers.class);
    assertThat(
            runtime.run(() -> {
              int missing = 0;
              for (int i = 0; i < 3; i++) {
                try {
                  timeout(
                          SECOND,
                          () -> {
                            Task.yield().await();
                          })
                      .await();
                } catch (MissingCapabilityException e) {
                  missing++;
                }
              }
              return missing;
            }))
        .isEqualTo(3);
  }
}
