package dev.bide.it;

import static dev.bide.Async.async;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.Task;
import dev.bide.testing.TestRuntime;
import org.junit.jupiter.api.Test;

/** What the compiler cannot see, the text of a computation tells where it is printed. */
class ForgottenAwaitTest {
  private static Async<Integer, RuntimeException> waits() {
    return async(() -> {
      Task.yield().await();
      return 1;
    });
  }

  private static Async<Integer, RuntimeException> doesNotWait() {
    return async(() -> 1);
  }

  private static void doesNothing() {}

  @Test
  void aComputationThatNothingHasAwaitedSaysSo() {
    String expected = "Async that nothing has awaited, of " + ForgottenAwaitTest.class.getName();
    assertThat("" + waits()).isEqualTo(expected);
    assertThat("" + doesNotWait()).isEqualTo(expected);
    assertThat("" + async(() -> doesNothing())).isEqualTo(expected);
  }

  @Test
  void oneThatWasAwaitedTellsItsClass() {
    Async<Integer, RuntimeException> awaited = waits();
    TestRuntime.confined().run(() -> awaited.await());
    assertThat(awaited.toString()).isEqualTo("Async of " + ForgottenAwaitTest.class.getName());
  }
}
