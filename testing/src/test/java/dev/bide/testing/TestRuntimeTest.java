package dev.bide.testing;

import static dev.bide.Async.async;
import static dev.bide.Async.join;
import static dev.bide.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Async;
import dev.bide.Task;
import dev.bide.runtime.Randomness;
import dev.bide.runtime.Timers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TestRuntimeTest {
  private static final Duration SECOND = Duration.ofSeconds(1);

  private static TestRuntime runtime(boolean migrates) {
    return migrates ? TestRuntime.migrating(2) : TestRuntime.confined();
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void runLetsTheTimeGoOnByItself(boolean migrates) throws Exception {
    TestRuntime rt = runtime(migrates);
    assertThat(
            rt.run(() -> {
              sleep(Duration.ofDays(365)).await();
              return 5;
            }))
        .isEqualTo(5);
    assertThat(rt.nanoTime()).isEqualTo(Duration.ofDays(365).toNanos());
  }

  @Test
  void alarmsFireInTheOrderOfTheirDeadlinesAndThenInWhichTheyWereSet() {
    TestRuntime rt = TestRuntime.confined();
    List<String> log = new ArrayList<>();
    for (int i : new int[] {3, 1, 2, 1}) {
      String name = i + "." + log.size() + "." + rt.liveTasks().size();
      rt.spawn(() -> {
        sleep(SECOND.multipliedBy(i)).await();
        log.add(name);
      });
      rt.runUntilIdle();
    }
    rt.advance(SECOND.multipliedBy(2));
    assertThat(log).containsExactly("1.0.1", "1.0.3", "2.0.2");
    assertThat(rt.alarms()).isEqualTo(1);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aDeadlockSaysWhatWaits(boolean migrates) {
    TestRuntime rt = runtime(migrates);
    Scripted<Integer> never = Scripted.waiting("never");
    assertThatThrownBy(() ->
            rt.run(() -> {
              join(async(() -> never.await()), Task.yield().throwing(Exception.class)).await();
            }))
        .isInstanceOf(TestRuntime.Deadlock.class)
        .hasMessageContaining("nothing can go on")
        .hasMessageContaining("Scripted")
        .hasMessageContaining("TestRuntimeTest.java:");
  }

  @Test
  void aTurnRunsWhatWasReadyAtItsStart() {
    TestRuntime rt = TestRuntime.confined();
    Scripted<Integer> busy = Scripted.pending(3, 1);
    Task<Integer, Exception> t = rt.<Integer, Exception>spawn(busy);
    for (int i = 1; i <= 4; i++) {
      assertThat(rt.runOneTurn()).isTrue();
      assertThat(busy.polls()).isEqualTo(i);
    }
    assertThat(rt.runOneTurn()).isFalse();
    assertThat(t.isEnded()).isTrue();
    assertThat(rt.turns()).isEqualTo(4);
    assertThat(rt.runs()).isEqualTo(4);
    assertThat(rt.schedules()).isEqualTo(4);
    assertThat(rt.posts()).isZero();
  }

  @Test
  void whatAnotherThreadDoesIsPosted() {
    TestRuntime rt = TestRuntime.confined();
    Scripted<Integer> leaf = Scripted.waiting("x");
    rt.<Integer, Exception>spawn(leaf);
    rt.runUntilIdle();
    rt.outside(() -> leaf.complete(1));
    assertThat(rt.posts()).isEqualTo(1);
    assertThat(rt.schedules()).isEqualTo(1);
    rt.runUntilIdle();
    assertThat(leaf.isEnded()).isTrue();
  }

  @Test
  void isNotSteppedFromInsideItsTasksOrFromAnotherThread() throws Exception {
    TestRuntime rt = TestRuntime.confined();
    rt.spawn(() -> {
      assertThatThrownBy(rt::runOneTurn).isInstanceOf(IllegalStateException.class);
    });
    rt.runUntilIdle();
    assertThat(rt.failures()).isEmpty();
    List<Throwable> thrown = new ArrayList<>();
    Thread other = Thread.ofPlatform().start(() -> thrown.add(failureOf(rt)));
    other.join();
    assertThat(thrown.getFirst()).isInstanceOf(IllegalStateException.class);
  }

  private static Throwable failureOf(TestRuntime rt) {
    try {
      rt.runOneTurn();
      return new AssertionError("it was stepped");
    } catch (IllegalStateException e) {
      return e;
    }
  }

  @Test
  void failuresAreCollected() {
    TestRuntime rt = TestRuntime.confined();
    rt.spawn(() -> {
      throw new IllegalArgumentException("lost");
    });
    rt.runUntilIdle();
    assertThat(rt.takeFailures())
        .singleElement()
        .satisfies(f -> {
          assertThat(f.failure()).hasMessage("lost");
          assertThat(f.what()).contains("task");
        });
    assertThat(rt.failures()).isEmpty();
  }

  @Test
  void capabilitiesCanBeReplacedAndTakenAway() throws Exception {
    TestRuntime rt = TestRuntime.confined().with(Randomness.class, () -> 7L);
    assertThat(rt.run(() -> Async.capability(Randomness.class).await().nextLong())).isEqualTo(7L);
    rt.without(Timers.class);
    assertThatThrownBy(() -> rt.run(sleep(SECOND))).hasMessageContaining("Timers");
  }
}
