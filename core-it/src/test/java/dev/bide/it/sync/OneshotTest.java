package dev.bide.it.sync;

import static dev.bide.Async.join;
import static dev.bide.Async.race;
import static dev.bide.Async.scope;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Async;
import dev.bide.Scope;
import dev.bide.sync.Oneshot;
import dev.bide.testing.TestRuntime;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** One outcome, from anywhere, for one who waits. */
class OneshotTest {
  private final TestRuntime runtime = TestRuntime.confined();

  @Test
  void aValueThatIsThereIsTakenAtOnce() throws Exception {
    Oneshot<String, IOException> one = Oneshot.create();
    assertThat(one.isComplete()).isFalse();
    assertThat(one.complete("a")).isTrue();
    assertThat(one.complete("b")).isFalse();
    assertThat(one.fail(new IOException())).isFalse();
    assertThat(one.isComplete()).isTrue();
    assertThat(runtime.run(one)).isEqualTo("a");
    assertThat(one.complete("c")).isFalse();
    assertThatThrownBy(() -> runtime.run(one))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("taken before");
  }

  @Test
  void aWaiterIsWokenFromAnywhere() {
    Oneshot<String, IOException> one = Oneshot.create();
    var task = runtime.spawn(() -> one.await());
    runtime.runUntilIdle();
    runtime.outside(() -> one.complete("a"));
    runtime.runUntilIdle();
    assertThat(task.isEnded()).isTrue();
    assertThat(runtime.posts()).isEqualTo(1);
  }

  @Test
  void aFailureIsThrown() {
    Oneshot<String, IOException> one = Oneshot.create();
    one.fail(new IOException("no"));
    assertThatThrownBy(() -> runtime.run(() -> one.await()))
        .isInstanceOf(IOException.class)
        .hasMessage("no");
    assertThatThrownBy(() -> one.fail(null)).isInstanceOf(NullPointerException.class);
  }

  @Test
  void itMayBeWaitedForAgainAfterACancel() throws Exception {
    Oneshot<String, RuntimeException> one = Oneshot.create();
    List<Object> seen = new ArrayList<>();
    runtime.run(() -> {
      for (int i = 0; i < 3; i++) {
        seen.add(race(one, Async.<String, RuntimeException>of("tick")).await());
      }
      one.complete("a");
      seen.add(race(one, Async.<String, RuntimeException>of("tick")).await());
    });
    assertThat(seen).containsExactly("tick", "tick", "tick", "a");
  }

  @Test
  void aCancelThatComesTooLateLosesNothing() {
    Oneshot<String, RuntimeException> one = Oneshot.create();
    List<Object> seen = new ArrayList<>();
    var task =
        runtime.spawn(() -> {
          seen.add(one.await());
        });
    runtime.runUntilIdle();
    one.complete("a");
    task.cancel();
    runtime.runUntilIdle();
    assertThat(seen).containsExactly("a");
  }

  @Test
  void aSecondTaskThatWaitsIsRefused() {
    Oneshot<String, RuntimeException> one = Oneshot.create();
    var first = runtime.spawn(() -> one.await());
    runtime.runUntilIdle();
    assertThatThrownBy(() -> runtime.run(() -> one.await()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another task waits");
    one.complete("a");
    runtime.runUntilIdle();
    assertThat(first.resultNow()).isEqualTo("a");
  }

  @Test
  void aSecondChildOfTheTaskThatWaitsIsRefused() {
    Oneshot<String, RuntimeException> one = Oneshot.create();
    List<Object> seen = new ArrayList<>();
    var task =
        runtime.spawn(() -> {
          scope(
                  (Scope s) -> {
                    s.start(() -> {
                      seen.add(one.await());
                    });
                    s.start(() -> {
                      try {
                        seen.add(one.await());
                      } catch (IllegalStateException e) {
                        seen.add(e.getMessage());
                      }
                    });
                  })
              .await();
        });
    runtime.runUntilIdle();
    one.complete("a");
    runtime.runUntilIdle();
    assertThat(task.isEnded()).isTrue();
    assertThat(seen)
        .containsExactly(
            "another task waits for this oneshot already, or another child of this one", "a");
  }

  @Test
  void aSecondChildOfAJoinThatIsTheSameOneIsRefused() {
    Oneshot<String, RuntimeException> one = Oneshot.create();
    assertThatThrownBy(() -> runtime.run(() -> join(one, one).await()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another child of this one");
  }
}
