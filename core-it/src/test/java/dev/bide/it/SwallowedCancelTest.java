package dev.bide.it;

import static dev.bide.Async.async;
import static dev.bide.Async.shielded;
import static dev.bide.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Task;
import dev.bide.sync.Oneshot;
import dev.bide.testing.TestRuntime;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A cancel that a handler has swallowed comes again, after one turn: not at once, and not later.
 */
class SwallowedCancelTest {
  private final TestRuntime runtime = TestRuntime.confined();
  private final Oneshot<Integer, RuntimeException> goOn = Oneshot.create();

  @AfterEach
  void nothingIsLeft() {
    assertThat(runtime.liveTasks()).isEmpty();
    assertThat(runtime.alarms()).isZero();
  }

  @SuppressWarnings("bide:cancelled-swallowed") // what is tested
  private static Async<Void, RuntimeException> swallows() {
    return async(() -> {
      try {
        sleep(Duration.ofHours(1)).await();
      } catch (Cancelled c) {
        return;
      }
    });
  }

  private void cancel(Task<?, ?> task) {
    runtime.runUntilIdle();
    task.cancel();
  }

  @Test
  void itComesOneTurnLater() {
    var task =
        runtime.spawn(() -> {
          swallows().await();
          sleep(Duration.ofHours(1)).await();
        });
    cancel(task);
    assertThat(runtime.runUntilIdle()).isEqualTo(2);
    assertThat(task.isEnded()).isTrue();
    assertThat(runtime.takeFailures()).hasSize(1); // says where it was swallowed
  }

  @Test
  void aTurnThatHasPassedMeanwhileIsEnough() {
    var task =
        runtime.spawn(() -> {
          swallows().await();
          shielded(() -> goOn.await()).await(); // starts no leaf that the cancel could end
          sleep(Duration.ofHours(1)).await();
        });
    cancel(task);
    assertThat(runtime.runUntilIdle()).isEqualTo(1);
    assertThat(task.isEnded()).isFalse();

    goOn.complete(1);
    assertThat(runtime.runUntilIdle()).isEqualTo(1);
    assertThat(task.isEnded()).isTrue();
    assertThat(runtime.takeFailures()).hasSize(1);
  }
}
