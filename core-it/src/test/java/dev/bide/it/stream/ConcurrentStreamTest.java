package dev.bide.it.stream;

import static dev.bide.Async.async;
import static dev.bide.Async.race;
import static dev.bide.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Async;
import dev.bide.AsyncCloseable;
import dev.bide.AsyncStream;
import dev.bide.Emitter;
import dev.bide.Task;
import dev.bide.TimedOutException;
import dev.bide.testing.Scripted;
import dev.bide.testing.TestRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Stages that run ahead: how far, in which order, and what becomes of it when they are closed. */
@SuppressWarnings("try") // closings that fail with any Exception
class ConcurrentStreamTest {
  private final TestRuntime runtime = TestRuntime.confined();
  private final Log log = new Log();

  /** One for each item: when it is completed, so is the item's function. */
  private final List<Scripted<String>> leaves = new ArrayList<>();

  @BeforeEach
  void makeLeaves() {
    for (int i = 0; i < 10; i++) {
      leaves.add(Scripted.<String>waiting("" + i).log(log::add));
    }
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(runtime.failures()).isEmpty();
    assertThat(runtime.liveTasks()).isEmpty();
    assertThat(leaves).noneMatch(Scripted::isWaiting);
  }

  private static AsyncStream<Integer, Exception> numbers(int n) {
    return AsyncStream.from(IntStream.range(0, n).boxed().toList()).throwing(Exception.class);
  }

  private AsyncStream<String, Exception> mapped(int n, int atOnce) {
    return numbers(n).mapConcurrent(atOnce, i -> leaves.get(i).await());
  }

  private Task<@Nullable Void, Exception> reader(AsyncStream<String, Exception> s) {
    return runtime.spawn(() -> {
      for (String item : s.await()) {
        log.add("got " + item);
      }
      log.add("end");
    });
  }

  private void complete(int i) {
    leaves.get(i).complete("v" + i);
    runtime.runUntilIdle();
  }

  @Test
  void atMostSoManyRunAndTheOrderIsKept() {
    reader(mapped(4, 2));
    runtime.runUntilIdle();
    assertThat(log.take()).containsExactly("0 started", "1 started");
    complete(1);
    assertThat(log.take()).containsExactly("1 ended"); // kept: 0 comes first
    complete(0);
    assertThat(log.take()).containsExactly("0 ended", "got v0", "2 started", "got v1", "3 started");
    complete(3);
    complete(2);
    assertThat(log.take()).containsExactly("3 ended", "2 ended", "got v2", "got v3", "end");
  }

  @Test
  void aWakeUpPollsOneFunctionAndNobodyElse() {
    var task = reader(mapped(3, 3));
    runtime.runUntilIdle();
    leaves.get(1).wake();
    leaves.get(1).wake();
    runtime.runUntilIdle();
    assertThat(leaves.get(0).polls()).isEqualTo(1);
    assertThat(leaves.get(1).polls()).isEqualTo(2);
    assertThat(leaves.get(2).polls()).isEqualTo(1);
    complete(0);
    complete(1);
    complete(2);
    assertThat(leaves.get(1).polls()).isEqualTo(3);
    assertThat(task.isEnded()).isTrue();
  }

  @Test
  void functionsGoOnWhileTheConsumerIsBusy() {
    var task =
        runtime.spawn(() -> {
          try (var s = mapped(3, 3)) {
            log.add("got " + s.next().await());
            sleep(Duration.ofSeconds(1)).await();
            log.add("got " + s.next().await());
          }
        });
    runtime.runUntilIdle();
    complete(0);
    complete(1);
    assertThat(log.take())
        .containsExactly("0 started", "1 started", "2 started", "0 ended", "got v0", "1 ended");
    runtime.advance(Duration.ofSeconds(1));
    assertThat(log.take()).containsExactly("got v1", "2 cancelled", "2 undone");
    assertThat(task.isEnded()).isTrue();
  }

  @Test
  void theSourceGoesOnWhileTheConsumerIsBusy() {
    Scripted<Integer> slow = Scripted.waiting("slow");
    runtime.spawn(() -> {
      var source =
          AsyncStream.generate((Emitter<Integer> out) -> {
            out.emit(0).await();
            out.emit(slow.await()).await();
          });
      try (var s = source.mapConcurrent(2, i -> leaves.get(i).await())) {
        log.add("got " + s.next().await());
        sleep(Duration.ofSeconds(1)).await();
        log.add("got " + s.next().await());
      }
    });
    runtime.runUntilIdle();
    complete(0);
    log.take();
    slow.complete(1);
    runtime.runUntilIdle();
    assertThat(log.take()).containsExactly("1 started");
    complete(1);
    runtime.advance(Duration.ofSeconds(1));
    assertThat(log.take()).containsExactly("1 ended", "got v1");
  }

  @Test
  void aWithdrawnRequestLosesNothing() {
    runtime.spawn(() -> {
      try (var s = mapped(3, 2)) {
        race(s.next(), Async.<String, Exception>of("tick")).await();
        sleep(Duration.ofSeconds(1)).await();
        for (int i = 0; i < 4; i++) {
          log.add("got " + s.next().await());
        }
      }
    });
    runtime.runUntilIdle();
    assertThat(log.take()).containsExactly("0 started", "1 started");
    complete(1);
    complete(0);
    runtime.advance(Duration.ofSeconds(1));
    complete(2);
    assertThat(log.take())
        .containsExactly(
            "1 ended", "0 ended", "got v0", "2 started", "got v1", "2 ended", "got v2", "got null");
  }

  @Test
  void twoReadyRequestsInARaceLoseNoItem() throws Exception {
    List<String> all = new ArrayList<>();
    runtime.run(() -> {
      var a = numbers(100).map(i -> "a" + i);
      var b = numbers(100).mapConcurrent(3, i -> "b" + i);
      try (a;
          b) {
        for (int i = 0; i < 200; i++) {
          String item =
              i % 2 == 0 ? race(a.next(), b.next()).await() : race(b.next(), a.next()).await();
          all.add(String.valueOf(item));
        }
      }
    });
    assertThat(all).doesNotContain("null").doesNotHaveDuplicates().hasSize(200);
  }

  @Test
  void leavingTheLoopCancelsWhatRunsAheadAndWaitsForIt() throws Exception {
    runtime.spawn(() -> {
      var s =
          numbers(3)
              .mapConcurrent(
                  3,
                  i -> {
                    try {
                      return leaves.get(i).await();
                    } finally {
                      sleep(Duration.ofSeconds(i)).await();
                      log.add("cleaned " + i);
                    }
                  });
      for (String item : s.await()) {
        log.add("got " + item);
        break;
      }
      log.add("after");
    });
    runtime.runUntilIdle();
    complete(0);
    log.take();
    runtime.advance(Duration.ofSeconds(5));
    assertThat(log.take()).containsExactly("cleaned 1", "cleaned 2", "after");
    assertThat(runtime.nanoTime()).isEqualTo(5_000_000_000L);
  }

  @Test
  void aFailureComesInItsPlace() {
    var task = reader(mapped(3, 3));
    runtime.runUntilIdle();
    leaves.get(1).fail(new IOException("broken"));
    runtime.runUntilIdle();
    assertThat(task.isEnded()).isFalse();
    complete(0);
    assertThat(log.take())
        .containsExactly(
            "0 started",
            "1 started",
            "2 started",
            "1 failed",
            "0 ended",
            "got v0",
            "2 cancelled",
            "2 undone");
    assertThatThrownBy(task::resultNow).hasMessage("broken");
    runtime.takeFailures(); // nobody joined the task
  }

  @Test
  void aFailureThatWasRunAheadOfAndNotWantedIsReported() {
    runtime.spawn(() -> {
      for (String item : mapped(2, 2).await()) {
        log.add("got " + item);
        break;
      }
    });
    runtime.runUntilIdle();
    leaves.get(1).fail(new IOException("unwanted"));
    runtime.runUntilIdle();
    complete(0);
    assertThat(runtime.takeFailures())
        .singleElement()
        .satisfies(f -> assertThat(f.failure()).hasMessage("unwanted"));
  }

  @Test
  void aResultThatNobodyTookIsClosed() {
    runtime.spawn(() -> {
      var s =
          numbers(2)
              .mapConcurrent(
                  2,
                  i -> {
                    leaves.get(i).await();
                    return resource(i);
                  });
      for (var item : s.await()) {
        log.add("got " + item);
        break;
      }
      log.add("after");
    });
    runtime.runUntilIdle();
    complete(1);
    complete(0);
    log.take();
    runtime.advance(Duration.ofSeconds(1));
    assertThat(log.take()).containsExactly("closed 1", "after");
  }

  private AsyncCloseable<RuntimeException> resource(int i) {
    return new AsyncCloseable<>() {
      @Override
      public Async<@Nullable Void, RuntimeException> closeAsync() {
        return Async.async(() -> {
          sleep(Duration.ofSeconds(1)).await();
          log.add("closed " + i);
        });
      }

      @Override
      public String toString() {
        return "" + i;
      }
    };
  }

  @Test
  void whatIsStillAttachedWhenTheTaskEndsIsCancelledAwaitedAndReported() {
    runtime.spawn(() -> {
      var s =
          numbers(2)
              .mapConcurrent(
                  2,
                  i -> {
                    try {
                      return leaves.get(i).await();
                    } finally {
                      log.add("cleaned " + i);
                      if (i == 1) {
                        fail("clean-up");
                      }
                    }
                  });
      log.add("got " + s.next().await());
    });
    runtime.runUntilIdle();
    complete(0);
    assertThat(log.take())
        .containsExactly(
            "0 started",
            "1 started",
            "0 ended",
            "cleaned 0",
            "got v0",
            "1 cancelled",
            "1 undone",
            "cleaned 1");
    assertThat(runtime.takeFailures())
        .singleElement()
        .satisfies(f -> assertThat(f.failure()).hasMessage("clean-up"));
  }

  @Test
  void aFailureThatNobodyAskedForIsReportedWhenTheTaskEnds() {
    Scripted<Integer> last = Scripted.waiting("last");
    runtime.spawn(() -> {
      var s = mapped(2, 2);
      log.add("got " + s.next().await());
      var t = AsyncStream.merge(numbers(1), numbers(1).map(i -> leaves.get(5).await().length()));
      log.add("got " + t.next().await());
      last.await();
    });
    runtime.runUntilIdle();
    leaves.get(1).fail(new IOException("mapper"));
    complete(0);
    leaves.get(5).fail(new IOException("source"));
    runtime.runUntilIdle();
    assertThat(runtime.failures()).isEmpty();
    last.complete(1);
    runtime.runUntilIdle();
    assertThat(runtime.takeFailures())
        .extracting(f -> f.failure().getMessage())
        .containsExactly("mapper", "source");
  }

  @Test
  void theSourcesFailureComesAfterTheItemsBeforeItAndOnce() {
    var source =
        AsyncStream.generate((Emitter<Integer> out) -> {
          out.emit(0).await();
          throw new IOException("source");
        });
    var task =
        reader(source.throwing(Exception.class).mapConcurrent(3, i -> leaves.get(i).await()));
    runtime.runUntilIdle();
    complete(0);
    assertThat(log.take()).containsExactly("0 started", "0 ended", "got v0");
    assertThatThrownBy(task::resultNow).hasMessage("source");
    assertThat(runtime.takeFailures()).as("of the task that nobody joins").hasSize(1);
  }

  private static void fail(String message) throws IOException {
    throw new IOException(message);
  }

  @Test
  void readyFunctionsNeedOneTurn() throws Exception {
    assertThat(runtime.run(numbers(50).mapConcurrent(4, i -> i).toList()))
        .isEqualTo(IntStream.range(0, 50).boxed().toList());
    assertThat(runtime.turns()).isEqualTo(1);
  }

  @Test
  void aMillionItemsPassThroughFour() throws Exception {
    assertThat(runtime.run(numbers(1_000_000).mapConcurrent(4, i -> i).count()))
        .isEqualTo(1_000_000);
  }

  @Test
  void mergeGivesItemsInTheOrderInWhichTheyCome() {
    var a = numbers(2).map(i -> leaves.get(i).await());
    var b = numbers(2).map(i -> leaves.get(5 + i).await());
    reader(AsyncStream.merge(a, b));
    runtime.runUntilIdle();
    assertThat(log.take()).containsExactly("0 started", "5 started");
    complete(5);
    assertThat(log.take()).containsExactly("5 ended", "got v5", "6 started");
    complete(0);
    assertThat(log.take()).containsExactly("0 ended", "got v0", "1 started");
    complete(6);
    complete(1);
    assertThat(log.take()).containsExactly("6 ended", "got v6", "1 ended", "got v1", "end");
  }

  @Test
  void mergeRunsAheadByOneItemOfEach() {
    List<Integer> asked = new ArrayList<>();
    runtime.spawn(() -> {
      try (var s =
          AsyncStream.merge(
              numbers(9).peek(asked::add), numbers(9).map(i -> 10 + i).peek(asked::add))) {
        s.next().await();
      }
    });
    runtime.runUntilIdle();
    assertThat(asked).containsExactly(0, 10);
  }

  @Test
  void mergeIsFairAndLosesNothing() throws Exception {
    assertThat(
            runtime.run(
                AsyncStream.merge(List.of(numbers(3), numbers(3).map(i -> 10 + i), numbers(0)))
                    .toList()))
        .containsExactly(0, 10, 1, 11, 2, 12);
  }

  @Test
  void closingAMergeWithdrawsWhatItAskedFor() {
    runtime.spawn(() -> {
      var a = numbers(2).map(i -> leaves.get(i).await());
      var b = numbers(2).map(i -> leaves.get(5 + i).await());
      for (String item : AsyncStream.merge(a, b).await()) {
        log.add("got " + item);
        break;
      }
      log.add("after");
    });
    runtime.runUntilIdle();
    complete(5);
    assertThat(log.take())
        .containsExactly(
            "0 started", "5 started", "5 ended", "got v5", "0 cancelled", "0 undone", "after");
  }

  @Test
  void aSourceOfAMergeThatFailsEndsIt() {
    var task =
        runtime.spawn(() ->
            AsyncStream.merge(
                    numbers(1).map(i -> leaves.get(i).await()),
                    numbers(1).map(i -> leaves.get(5 + i).await()))
                .toList()
                .await());
    runtime.runUntilIdle();
    leaves.get(5).fail(new IOException("broken"));
    runtime.runUntilIdle();
    assertThatThrownBy(task::resultNow).hasMessage("broken");
    assertThat(leaves.get(0).isEnded()).isTrue();
    assertThat(runtime.takeFailures()).as("of the task that nobody joins").hasSize(1);
  }

  @Test
  void forEachConcurrentRunsSoManyAtATimeInAnyOrder() {
    var task = runtime.spawn(numbers(4).forEachConcurrent(2, i -> leaves.get(i).await()));
    runtime.runUntilIdle();
    assertThat(log.take()).containsExactly("0 started", "1 started");
    complete(1);
    assertThat(log.take()).containsExactly("1 ended", "2 started");
    complete(2);
    complete(3);
    assertThat(task.isEnded()).isFalse();
    complete(0);
    assertThat(log.take()).containsExactly("2 ended", "3 started", "3 ended", "0 ended");
    assertThat(task.isEnded()).isTrue();
  }

  @Test
  void theFirstFailureOfForEachConcurrentCancelsTheRest() {
    var task =
        runtime.spawn(
            numbers(9)
                .forEachConcurrent(
                    3,
                    i -> {
                      try {
                        leaves.get(i).await();
                      } finally {
                        if (i == 2) {
                          fail("clean-up");
                        }
                      }
                    }));
    runtime.runUntilIdle();
    leaves.get(1).fail(new IOException("broken"));
    runtime.runUntilIdle();
    assertThat(log.take())
        .containsExactly(
            "0 started",
            "1 started",
            "2 started",
            "1 failed",
            "0 cancelled",
            "0 undone",
            "2 cancelled",
            "2 undone");
    assertThatThrownBy(task::resultNow)
        .hasMessage("broken")
        .satisfies(t ->
            assertThat(t.getSuppressed())
                .singleElement()
                .satisfies(s -> assertThat(s).hasMessage("clean-up")));
    runtime.takeFailures();
  }

  @Test
  void cancellingForEachConcurrentCancelsAll() {
    var task = runtime.spawn(numbers(9).forEachConcurrent(2, i -> leaves.get(i).await()));
    runtime.runUntilIdle();
    task.cancel();
    runtime.runUntilIdle();
    assertThat(task.isEnded()).isTrue();
    assertThat(log.take())
        .containsExactly(
            "0 started", "1 started", "0 cancelled", "0 undone", "1 cancelled", "1 undone");
  }

  @Test
  void howManyAtOnceIsChecked() {
    assertThatThrownBy(() -> numbers(1).mapConcurrent(0, i -> i))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> numbers(1).forEachConcurrent(0, i -> {}))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFailureIsItsReadersAlsoWhenTheTasksChainHasEnded() {
    runtime.run(() -> {
      var shared =
          async(
                  () -> {
                    try {
                      sleep(Duration.ofDays(1)).await();
                    } finally { // in what the task has left behind
                      sleep(Duration.ofMillis(1)).await();
                      try {
                        AsyncStream.of(1)
                            .mapConcurrent(
                                1,
                                i -> {
                                  sleep(Duration.ofMillis(i)).await();
                                  throw new IllegalStateException("mine");
                                })
                            .toList()
                            .await();
                      } catch (IllegalStateException e) {
                        log.add(String.valueOf(e.getMessage()));
                      }
                    }
                  })
              .shared();
      try {
        shared.timeout(Duration.ofMillis(1)).await();
      } catch (TimedOutException e) {
        log.add("the task ends");
      }
    });
    assertThat(log.take()).containsExactly("the task ends", "mine");
  }

  @Test
  void readingWhatTheEndOfTheTaskHasCancelledEnds() {
    List<AsyncStream<Long, RuntimeException>> all =
        List.of(
            AsyncStream.merge(List.of(AsyncStream.interval(Duration.ofDays(1)))),
            AsyncStream.interval(Duration.ofDays(1)).mapConcurrent(2, i -> i),
            AsyncStream.generate(
                (Emitter<Long> out) -> out.emit(Task.yield().map(v -> 1L).await()).await()),
            AsyncStream.of(1L).flatMap(i -> AsyncStream.merge(List.of(AsyncStream.of(i)))));
    for (var s : all) {
      runtime.run(() -> {
        var shared =
            async(
                    () -> {
                      try {
                        sleep(Duration.ofDays(1)).await();
                      } finally { // in what the task has left behind
                        log.add("begins");
                        try {
                          while (s.next().await() != null) {}
                        } finally {
                          log.add("ends");
                        }
                      }
                    })
                .shared();
        try {
          shared.timeout(Duration.ofMillis(1)).await();
        } catch (TimedOutException e) {
          log.add("late");
        }
      });
      assertThat(log.take()).startsWith("begins").contains("late", "ends");
    }
  }

  @Test
  void whatIsLeftBehindByWhatTheTaskHasLeftBehindIsCancelledToo() {
    runtime.run(() -> {
      var shared =
          async(
                  () -> {
                    try {
                      sleep(Duration.ofDays(1)).await();
                    } finally { // in what the task has left behind
                      sleep(Duration.ofMillis(1)).await();
                      var s =
                          AsyncStream.generate((Emitter<Integer> out) -> {
                            try {
                              out.emit(1).await();
                            } finally {
                              sleep(Duration.ofMillis(1)).await();
                              log.add("its finally");
                            }
                          });
                      log.add("got " + s.next().await());
                      sleep(Duration.ofMillis(1)).await();
                      log.add("not closed");
                    }
                  })
              .shared();
      try {
        shared.timeout(Duration.ofMillis(1)).await();
      } catch (TimedOutException e) {
        log.add("the task ends");
      }
    });
    assertThat(log.take()).containsExactly("the task ends", "got 1", "not closed", "its finally");
  }
}
