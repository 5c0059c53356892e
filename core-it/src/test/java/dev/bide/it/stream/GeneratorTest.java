package dev.bide.it.stream;

import static dev.bide.Async.async;
import static dev.bide.Async.race;
import static dev.bide.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Async;
import dev.bide.AsyncStream;
import dev.bide.Cancelled;
import dev.bide.Emitter;
import dev.bide.Task;
import dev.bide.TimedOutException;
import dev.bide.runtime.Context;
import dev.bide.testing.Scripted;
import dev.bide.testing.TestRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A generator is stepped by who reads it, and closed with it. */
class GeneratorTest {
  private final TestRuntime runtime = TestRuntime.confined();
  private final List<String> log = new ArrayList<>();

  @AfterEach
  void nothingFailedUnseen() {
    assertThat(runtime.failures()).isEmpty();
    assertThat(runtime.liveTasks()).isEmpty();
  }

  /** Counts how often a computation is polled. */
  private static final class Counted<T extends @Nullable Object, X extends Exception>
      implements Async<T, X> {
    private final Async<T, X> inner;
    int polls;

    Counted(Async<T, X> inner) {
      this.inner = inner;
    }

    @Override
    public @Nullable Object poll(Context cx) throws X {
      polls++;
      return inner.poll(cx);
    }

    @Override
    public void cancel() {
      inner.cancel();
    }
  }

  private AsyncStream<Integer, RuntimeException> logged(int n) {
    return AsyncStream.generate((Emitter<Integer> out) -> {
      log.add("begin");
      try {
        for (int i = 0; i < n; i++) {
          log.add("emit " + i);
          out.emit(i).await();
        }
        log.add("end");
      } finally {
        log.add("finally");
      }
    });
  }

  @Test
  void runsNoFurtherThanToTheItemThatIsWanted() {
    runtime.run(() -> {
      var s = logged(2);
      log.add("made");
      log.add("got " + s.next().await());
      log.add("got " + s.next().await());
      log.add("got " + s.next().await());
      s.closeAsync().await();
    });
    assertThat(log)
        .containsExactly(
            "made", "begin", "emit 0", "got 0", "emit 1", "got 1", "end", "finally", "got null");
  }

  @Test
  void aReadyGeneratorTakesOnePollForEachItemAndNoWakeUp() {
    List<Integer> polls = new ArrayList<>();
    runtime.run(() -> {
      try (var s = logged(20)) {
        for (int i = 0; i < 20; i++) {
          var next = new Counted<>(s.next());
          next.await();
          polls.add(next.polls);
        }
      }
    });
    assertThat(polls).hasSize(20).containsOnly(1);
    // One turn; the closing wakes the generator once and is woken once.
    assertThat(runtime.turns()).isEqualTo(1);
  }

  @Test
  void aGeneratorThatWaitsIsPolledOnceForEachWakeUpAndItsConsumerOnceMore() {
    Scripted<Integer> leaf = Scripted.waiting("leaf");
    List<Counted<Integer, Exception>> nexts = new ArrayList<>();
    var task =
        runtime.spawn(() -> {
          AsyncStream<Integer, Exception> s =
              AsyncStream.generate((Emitter<Integer> out) -> {
                out.emit(leaf.await()).await();
              });
          var next = new Counted<>(s.next());
          nexts.add(next);
          log.add("got " + next.await());
          s.closeAsync().await();
        });
    runtime.runUntilIdle();
    assertThat(leaf.polls()).isEqualTo(1);
    leaf.wake(); // without a reason: its consumer is not polled
    runtime.runUntilIdle();
    assertThat(leaf.polls()).isEqualTo(2);
    assertThat(nexts.get(0).polls).isEqualTo(1);
    leaf.complete(7);
    runtime.runUntilIdle();
    assertThat(leaf.polls()).isEqualTo(3);
    assertThat(nexts.get(0).polls).isEqualTo(2);
    assertThat(log).containsExactly("got 7");
    assertThat(task.isEnded()).isTrue();
  }

  @Test
  void closingAGeneratorThatWaitsInEmitRunsItsFinallyWhichMayAwait() {
    runtime.run(() -> {
      var s =
          AsyncStream.generate((Emitter<Integer> out) -> {
            try {
              out.emit(1).await();
              log.add("not here");
            } catch (Cancelled c) {
              log.add("cancelled");
              throw c;
            } finally {
              sleep(Duration.ofSeconds(1)).await();
              log.add("finally");
            }
          });
      for (int i : s.await()) {
        log.add("got " + i);
        break;
      }
      log.add("after");
    });
    assertThat(log).containsExactly("got 1", "cancelled", "finally", "after");
    assertThat(runtime.nanoTime()).isEqualTo(1_000_000_000);
  }

  @Test
  void anEmitAfterClosingHasBegunThrowsAtOnce() {
    runtime.run(() -> {
      var s =
          AsyncStream.generate((Emitter<Integer> out) -> {
            try {
              out.emit(1).await();
            } finally {
              try {
                out.emit(2).await();
                log.add("not here");
              } finally {
                log.add("inner finally");
              }
            }
          });
      for (int i : s.await()) {
        log.add("got " + i);
        break;
      }
      log.add("after");
    });
    assertThat(log).containsExactly("got 1", "inner finally", "after");
  }

  @Test
  void aGeneratorThatNobodyReadNeverRuns() {
    runtime.run(() -> {
      logged(3).closeAsync().await();
    });
    assertThat(log).isEmpty();
  }

  @Test
  void itsFailureIsTheReadersAndItsCleanUpsFailureTheClosings() {
    assertThatThrownBy(() ->
            runtime.run(() -> {
              for (int i :
                  AsyncStream.generate(
                          (Emitter<Integer> out) -> {
                            out.emit(1).await();
                            throw new IOException("broken");
                          })
                      .await()) {
                log.add("got " + i);
              }
            }))
        .isInstanceOf(IOException.class)
        .hasMessage("broken")
        .hasNoSuppressedExceptions();
    assertThatThrownBy(() ->
            runtime.run(() -> {
              for (int i :
                  AsyncStream.generate(
                          (Emitter<Integer> out) -> {
                            try {
                              out.emit(1).await();
                            } finally {
                              fail("clean-up");
                            }
                          })
                      .await()) {
                throw new IllegalArgumentException("loop " + i);
              }
            }))
        .isInstanceOf(IllegalArgumentException.class)
        .satisfies(t -> assertThat(t.getSuppressed()[0]).hasMessage("clean-up"));
  }

  @Test
  void aWithdrawnRequestLosesNothing() {
    Scripted<Integer> leaf = Scripted.waiting("leaf");
    var task =
        runtime.spawn(() -> {
          AsyncStream<Integer, Exception> s =
              AsyncStream.generate((Emitter<Integer> out) -> {
                out.emit(leaf.await()).await();
                out.emit(2).await();
              });
          try (s) {
            race(s.next(), async(() -> 0)).await();
            log.add("raced");
            sleep(Duration.ofSeconds(1)).await(); // the generator goes on meanwhile
            log.add("leaf ended: " + leaf.isEnded());
            log.add("got " + s.next().await());
            log.add("got " + s.next().await());
          }
        });
    runtime.runUntilIdle();
    leaf.complete(1);
    runtime.advance(Duration.ofSeconds(2));
    assertThat(task.isEnded()).isTrue();
    assertThat(log).containsExactly("raced", "leaf ended: true", "got 1", "got 2");
    assertThat(leaf.cancels()).isZero();
  }

  @Test
  void emitOutsideTheGeneratorsOwnChainIsRefused() {
    assertThatThrownBy(() ->
            runtime.run(
                AsyncStream.generate(
                        (Emitter<Integer> out) -> {
                          Async.join(
                                  async(() -> {
                                    out.emit(1).await();
                                  }),
                                  async(() -> 2))
                              .await();
                        })
                    .toList()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("emit is for the generator's own block");
  }

  @Test
  void emitInABlockThatTheGeneratorAwaitsIsFine() {
    assertThat(
            runtime.run(
                AsyncStream.generate(
                        (Emitter<Integer> out) -> {
                          async(
                                  () -> {
                                    out.emit(1).await();
                                  })
                              .await();
                          twice(out).await();
                        })
                    .toList()))
        .containsExactly(1, 2, 3);
  }

  private static void fail(String message) throws IOException {
    throw new IOException(message);
  }

  private static Async<@Nullable Void, RuntimeException> twice(Emitter<Integer> out) {
    return async(() -> {
      out.emit(2).await();
      out.emit(3).await();
    });
  }

  @Test
  void readingItsOwnStreamIsRefused() {
    List<AsyncStream<Integer, RuntimeException>> own = new ArrayList<>();
    own.add(
        AsyncStream.generate((Emitter<Integer> out) -> {
          Integer i = own.get(0).next().await();
          out.emit(i == null ? 0 : i).await();
        }));
    assertThatThrownBy(() -> runtime.run(own.get(0).toList()))
        .isInstanceOf(IllegalStateException.class);
  }

  @Test
  void anItemThatNobodyTookIsClosed() {
    List<AutoCloseable> made = new ArrayList<>();
    Scripted<Integer> leaf = Scripted.waiting("leaf");
    var task =
        runtime.spawn(() -> {
          AsyncStream<AutoCloseable, Exception> s =
              AsyncStream.generate((Emitter<AutoCloseable> out) -> {
                leaf.await();
                AutoCloseable item = () -> log.add("closed");
                made.add(item);
                out.emit(item).await();
              });
          try (s) {
            race(s.next(), async(() -> 0)).await();
            sleep(Duration.ofSeconds(1)).await();
          }
        });
    runtime.runUntilIdle();
    leaf.complete(1);
    runtime.advance(Duration.ofSeconds(2));
    assertThat(task.isEnded()).isTrue();
    assertThat(made).hasSize(1);
    assertThat(log).containsExactly("closed");
  }

  @Test
  void anItemThatIsEmittedWhenTheClosingHasBegunIsClosed() {
    // What cannot undo gives its value although the generator was cancelled: nobody else has it.
    runtime.run(() -> {
      var s =
          AsyncStream.generate((Emitter<AutoCloseable> out) -> {
            AutoCloseable item =
                Async.shielded(
                        () -> {
                          sleep(Duration.ofMillis(5)).await();
                          log.add("open");
                          return (AutoCloseable) () -> log.add("closed");
                        })
                    .await();
            try {
              out.emit(item).await();
            } finally {
              log.add("finally");
            }
          });
      try {
        s.next().timeout(Duration.ofMillis(1)).await();
      } catch (TimedOutException e) {
        log.add("late");
      }
      s.closeAsync().await();
      log.add("end");
    });
    assertThat(log).containsExactly("late", "open", "closed", "finally", "end");
  }

  @Test
  void anItemThatIsEmittedInAFinallyIsClosed() {
    runtime.run(() -> {
      for (AutoCloseable c :
          AsyncStream.generate(
                  (Emitter<AutoCloseable> out) -> {
                    try {
                      out.emit(() -> log.add("first closed")).await();
                    } finally {
                      out.emit(() -> log.add("last closed")).await();
                    }
                  })
              .await()) {
        log.add(c == null ? "none" : "got one");
        break;
      }
    });
    assertThat(log).containsExactly("got one", "last closed");
  }

  @Test
  void aGeneratorLeftBehindIsCancelledWhenItsTaskEnds() {
    runtime.run(() -> {
      logged(3).next().await();
      log.add("task ends");
    });
    assertThat(log).containsExactly("begin", "emit 0", "task ends", "finally");
  }

  @Test
  void whatAGeneratorThatWasLeftBehindEmitsIsDropped() {
    Task<Integer, RuntimeException> t =
        runtime.spawn(() ->
            AsyncStream.generate(
                    (Emitter<Integer> out) -> {
                      try {
                        out.emit(1).await();
                      } catch (Cancelled c) {
                        log.add("left behind");
                        out.emit(2).await();
                        log.add("handed over");
                        throw c;
                      }
                    })
                .next()
                .await());
    runtime.runUntilIdle();
    assertThat(log).containsExactly("left behind");
    assertThat(t.resultNow()).isEqualTo(1);
  }

  private static AsyncStream<Integer, RuntimeException> nested(int depth) {
    return AsyncStream.generate((Emitter<Integer> out) -> {
      if (depth > 0) {
        for (int i : nested(depth - 1).await()) {
          out.emit(i).await();
        }
      }
      out.emit(depth).await();
    });
  }

  @Test
  void generatorsMayReadGeneratorsToAnyDepth() {
    assertThat(runtime.run(nested(10_000).limit(3).toList())).containsExactly(0, 1, 2);
    assertThat(runtime.run(nested(300).count())).isEqualTo(301);
  }

  @Test
  void aMillionItemsNeedNoMoreStackThanOne() {
    assertThat(
            runtime.run(
                AsyncStream.generate(
                        (Emitter<Integer> out) -> {
                          for (int i = 0; i < 1_000_000; i++) {
                            out.emit(i).await();
                          }
                        })
                    .filter(i -> i % 2 == 0)
                    .count()))
        .isEqualTo(500_000);
  }
}
