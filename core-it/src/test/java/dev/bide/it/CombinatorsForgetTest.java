package dev.bide.it;

import static dev.bide.Async.async;
import static dev.bide.Async.scope;
import static dev.bide.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.Scope;
import dev.bide.Task;
import dev.bide.testing.TestRuntime;
import java.lang.ref.WeakReference;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;

/**
 * Rule 41: what a block has captured and needs no more is let go of, though a combinator runs it.
 */
class CombinatorsForgetTest {
  private static final Duration HOUR = Duration.ofHours(1);

  private final TestRuntime runtime = TestRuntime.confined();

  @Test
  void aTimeLimit() {
    forgets(block -> block.timeout(HOUR.multipliedBy(2)));
  }

  @Test
  void aRace() {
    forgets(block -> Async.race(List.of(block, sleeping())));
  }

  @Test
  void aJoin() {
    forgets(block -> async(() -> Async.join(block, sleeping()).await().first()));
  }

  @Test
  void aShield() {
    forgets(block -> Async.shielded(block));
  }

  @Test
  void aFunctionOfTheValue() {
    forgets(block -> block.map(i -> i + 1));
  }

  private static Async<Integer, RuntimeException> sleeping() {
    return async(() -> {
      sleep(HOUR).await();
      return 1;
    });
  }

  private static Async<Integer, RuntimeException> sleepingWith(Object captured) {
    return async(() -> {
      Objects.requireNonNull(captured);
      sleep(HOUR).await();
      return 1;
    });
  }

  private void forgets(UnaryOperator<Async<Integer, RuntimeException>> combinator) {
    runtime.run(() ->
        scope(
                (Scope s) -> {
                  WeakReference<Object> captured = spawn(s, combinator);
                  Task.yield().await();
                  Task.yield().await();
                  for (int i = 0; i < 50 && captured.get() != null; i++) {
                    System.gc();
                  }
                  assertThat(captured.get()).isNull();
                })
            .await());
  }

  private static WeakReference<Object> spawn(
      Scope s, UnaryOperator<Async<Integer, RuntimeException>> combinator) {
    Object big = new Object();
    s.spawn(combinator.apply(sleepingWith(big)));
    return new WeakReference<>(big);
  }
}
