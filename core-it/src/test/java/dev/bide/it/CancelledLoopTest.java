package dev.bide.it;

import static dev.bide.Async.all;
import static dev.bide.Async.async;
import static dev.bide.Async.join;
import static dev.bide.Async.race;
import static dev.bide.Async.timeout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.AsyncRunnable;
import dev.bide.Task;
import dev.bide.testing.TestRuntime;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * A loop of what is always ready sees a cancel, also where it reaches no leaf: what a combinator
 * runs starts all the same, and has to be let end.
 */
class CancelledLoopTest {
  private static final Duration DAY = Duration.ofDays(1);

  /** Of a turn; the least that a round takes of it is one. */
  private static final int BUDGET = 256;

  private final TestRuntime runtime = TestRuntime.confined();
  private int rounds;
  private int cleanedUp;

  @AfterEach
  void nothingIsLeft() {
    assertThat(runtime.liveTasks()).isEmpty();
    assertThat(runtime.alarms()).isZero();
    assertThat(runtime.takeFailures()).isEmpty();
  }

  private static Async<Integer, RuntimeException> one(int k) {
    return async(() -> k);
  }

  static Stream<Supplier<Async<?, RuntimeException>>> combinators() {
    return Stream.of(
        () -> timeout(DAY, () -> one(1).await()),
        () -> race(one(1), one(2)),
        () -> join(one(1), one(2)),
        () -> all(List.of(one(1), one(2), one(3))),
        () -> all(IntStream.range(0, 40).mapToObj(CancelledLoopTest::one).toList()));
  }

  private AsyncRunnable<RuntimeException> forever(Supplier<Async<?, RuntimeException>> what) {
    return () -> {
      for (; ; ) {
        rounds++;
        var c = what.get();
        try {
          c.await();
        } finally {
          cleanedUp++;
        }
      }
    };
  }

  @ParameterizedTest
  @MethodSource("combinators")
  void combinatorsThatAreAlwaysReadySeeIt(Supplier<Async<?, RuntimeException>> what) {
    endsSoon(runtime.spawn(forever(what)));
    assertThat(cleanedUp).isBetween(rounds, rounds + 1); // the one before the cancel
  }

  @Test
  void whereTheyAreAwaitedOnTheSpotToo() {
    endsSoon(
        runtime.spawn(() -> {
          for (; ; ) {
            rounds++;
            timeout(DAY, () -> one(1).await()).await();
          }
        }));
  }

  private void endsSoon(Task<?, ?> task) {
    for (int i = 0; i < 3; i++) {
      assertThat(runtime.runOneTurn()).isTrue();
    }
    assertThat(rounds).isPositive();
    rounds = 0;
    cleanedUp = 0;
    task.cancel();
    for (int i = 0; i < 3 && !task.isEnded(); i++) {
      boolean _ = runtime.runOneTurn();
    }
    assertThat(task.isEnded()).isTrue();
    assertThat(rounds).isLessThanOrEqualTo(BUDGET + 16); // back edges are charged for by sixteen
  }
}
