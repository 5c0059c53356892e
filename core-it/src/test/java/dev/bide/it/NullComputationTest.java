package dev.bide.it;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Async;
import dev.bide.testing.TestRuntime;
import java.util.Arrays;
import org.jspecify.annotations.NullUnmarked;
import org.junit.jupiter.api.Test;

/** What is null where a computation belongs, as a mock gives it, is named in the error. */
@NullUnmarked
class NullComputationTest {
  private final TestRuntime runtime = TestRuntime.confined();

  /** As a mock of it is that nobody has stubbed. */
  private interface Store {
    Async<Integer, RuntimeException> load();
  }

  private static final Store NOT_STUBBED = () -> null;

  @Test
  void awaitedOnTheSpot() {
    assertThatThrownBy(() -> runtime.run(() -> NOT_STUBBED.load().await()))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("stubbed");
  }

  @Test
  void awaitedLater() {
    assertThatThrownBy(() ->
            runtime.run(() -> {
              Async<Integer, RuntimeException> a = NOT_STUBBED.load();
              return a.await();
            }))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("\"awaited\" is null");
  }

  @Test
  void givenToACombinator() {
    assertThatThrownBy(() -> Async.join(NOT_STUBBED.load(), Async.of(1)))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("stubbed");
    assertThatThrownBy(() ->
            runtime.run(() -> Async.all(Arrays.asList(Async.of(1), NOT_STUBBED.load())).await()))
        .isInstanceOf(NullPointerException.class);
  }
}
