package dev.bide.it;

import static dev.bide.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Async;
import dev.bide.Timed;
import dev.bide.TimedOutException;
import dev.bide.runtimes.LocalRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A limit that is seen to be over before its alarm has fired, and a grace period after it. */
class TimeoutGraceTest {
  private final List<String> log = new ArrayList<>();

  private Async<Integer, RuntimeException> withSlowCleanUp() {
    return Async.async(() -> {
      try {
        sleep(Duration.ofDays(1)).await();
      } finally {
        log.add("cleans up");
        sleep(Duration.ofDays(1)).await();
        log.add("never");
      }
      return 1;
    });
  }

  @Test
  void aLimitOfNothingHasItsGracePeriodToo() {
    try (LocalRuntime runtime = new LocalRuntime()) {
      assertThatThrownBy(() ->
              runtime.run(() -> {
                withSlowCleanUp().timeout(Duration.ZERO).grace(Duration.ofMillis(1)).await();
              }))
          .isInstanceOf(TimedOutException.class);
    }
    assertThat(log).containsExactly("cleans up");
  }

  @Test
  void aGracePeriodComesBeforeTheAwait() {
    try (LocalRuntime runtime = new LocalRuntime()) {
      runtime.run(() -> {
        Timed<@Nullable Void, RuntimeException> timed =
            sleep(Duration.ZERO).timeout(Duration.ofDays(1));
        timed.await();
        assertThatThrownBy(() -> timed.grace(Duration.ofMillis(1)))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage(
                "the time limit runs already: call grace() before the computation is awaited");
      });
    }
  }
}
