package dev.bide.it.sync;

import static dev.bide.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Cancelled;
import dev.bide.Task;
import dev.bide.sync.AsyncSemaphore;
import dev.bide.sync.Mutex;
import dev.bide.testing.TestRuntime;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Permits and locks go to those who wait, in the order in which they began to. */
class MutexTest {
  private final TestRuntime runtime = TestRuntime.confined("first");
  private final List<String> log = new ArrayList<>();

  @AfterEach
  void nothingFailedUnseen() {
    assertThat(runtime.failures()).isEmpty();
    assertThat(runtime.liveTasks()).isEmpty();
  }

  private Task<?, RuntimeException> holder(AsyncSemaphore s, String name) {
    return runtime.spawn(() -> {
      try (var _ = s.acquire().await()) {
        log.add(name + " in");
        sleep(Duration.ofSeconds(1)).await();
        log.add(name + " out");
      } catch (Cancelled c) {
        log.add(name + " cancelled");
        throw c;
      }
    });
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void soManyAtATimeInOrder(boolean local) {
    AsyncSemaphore s = local ? AsyncSemaphore.local(2) : AsyncSemaphore.of(2);
    for (String name : List.of("a", "b", "c", "d")) {
      holder(s, name);
    }
    runtime.runUntilIdle();
    assertThat(s.available()).isZero();
    assertThat(s.tryAcquire()).isNull();
    runtime.advance(Duration.ofSeconds(5));
    assertThat(log)
        .containsExactly("a in", "b in", "a out", "b out", "c in", "d in", "c out", "d out");
    assertThat(s.available()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aCancelledWaitTakesNothingAndPassesOnWhatItWasGiven(boolean local) {
    AsyncSemaphore s = local ? AsyncSemaphore.local(1) : AsyncSemaphore.of(1);
    var held = s.tryAcquire();
    Task<?, ?> a = holder(s, "a");
    Task<?, ?> b = holder(s, "b");
    holder(s, "c");
    runtime.runUntilIdle();
    a.cancel();
    runtime.runUntilIdle();
    held.close(); // b is given it
    b.cancel();
    held.close();
    runtime.advance(Duration.ofSeconds(2));
    assertThat(log).containsExactly("a cancelled", "b cancelled", "c in", "c out");
    assertThat(s.available()).isEqualTo(1);
  }

  @Test
  void nobodyOvertakesOneThatWasGivenAPermitAndNotPolled() {
    AsyncSemaphore s = AsyncSemaphore.of(1);
    var held = s.tryAcquire();
    holder(s, "a");
    runtime.runUntilIdle();
    held.close();
    assertThat(s.tryAcquire()).isNull();
    assertThat(s.available()).isZero();
    runtime.advance(Duration.ofSeconds(2));
    assertThat(log).containsExactly("a in", "a out");
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aMutexLetsOneIn(boolean local) {
    Mutex mutex = local ? Mutex.local() : Mutex.create();
    int[] inside = new int[2];
    for (int i = 0; i < 10; i++) {
      runtime.spawn(() -> {
        try (var _ = mutex.lock().await()) {
          inside[1] = Math.max(inside[1], ++inside[0]);
          assertThat(mutex.isLocked()).isTrue();
          sleep(Duration.ofMillis(1)).await();
          inside[0]--;
        }
      });
    }
    runtime.advance(Duration.ofMillis(20));
    assertThat(inside).containsExactly(0, 1);
    assertThat(mutex.isLocked()).isFalse();
    assertThat(mutex.tryLock()).isNotNull();
    assertThat(mutex.tryLock()).isNull();
  }

  @Test
  void aLocalOneRefusesOtherRuntimesNamingBoth() {
    TestRuntime second = TestRuntime.confined("second");
    Mutex mutex = Mutex.local();
    runtime.run(() -> {
      mutex.lock().await().close();
    });
    assertThatThrownBy(() -> second.run(mutex.lock()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessage(
            "this local mutex belongs to the runtime 'first' and was used by a task of the runtime"
                + " 'second'; between runtimes use one that is not local");
    second.takeFailures();
  }

  @Test
  void aNegativeNumberIsRefused() {
    assertThatThrownBy(() -> AsyncSemaphore.of(-1)).isInstanceOf(IllegalArgumentException.class);
  }
}
