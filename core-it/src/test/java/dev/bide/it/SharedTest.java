package dev.bide.it;

import static dev.bide.Async.async;
import static dev.bide.Async.join;
import static dev.bide.Async.race;
import static dev.bide.Async.shielded;
import static dev.bide.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Throws2;
import dev.bide.TimedOutException;
import dev.bide.testing.TestRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code shared()} awaited by woven blocks, in each of the ways in which they can. */
class SharedTest {
  private final TestRuntime runtime = TestRuntime.confined();
  private final List<String> log = new ArrayList<>();

  private Async<String, RuntimeException> run() {
    return async(() -> {
      log.add("begins");
      try {
        sleep(Duration.ofSeconds(5)).await();
      } catch (Cancelled c) {
        log.add("cancelled");
        throw c;
      }
      return "v";
    });
  }

  private static Async<String, RuntimeException> awaiting(Async<String, RuntimeException> a) {
    return async(() -> a.await());
  }

  private static Async<String, RuntimeException> atMost(
      int seconds, Async<String, RuntimeException> a) {
    return async(() -> {
      try {
        return timeoutOf(seconds, a).await();
      } catch (TimedOutException e) {
        return "gave up";
      }
    });
  }

  private static Async<String, RuntimeException> timeoutOf(
      int seconds, Async<String, RuntimeException> a) {
    return awaiting(a).timeout(Duration.ofSeconds(seconds));
  }

  @Test
  void itIsAwaitedAgainAndAgain() {
    String all =
        runtime.run(() -> {
          Async<String, RuntimeException> shared = run().shared();
          String first = shared.await();
          return first + shared.await() + shared.map(v -> v + "!").await() + shared.await();
        });
    assertThat(all).isEqualTo("vvv!v");
    assertThat(log).containsExactly("begins");
  }

  @Test
  void allWhoWaitAtTheSameTimeGetTheValue() {
    List<String> all =
        runtime.run(() -> {
          Async<String, RuntimeException> shared = run().shared();
          return Async.all(
                  List.of(
                      awaiting(shared),
                      awaiting(shared),
                      shared,
                      shared.onDiscard(v -> {}),
                      awaiting(shared.shared())))
              .await();
        });
    assertThat(all).containsExactly("v", "v", "v", "v", "v");
    assertThat(log).containsExactly("begins");
  }

  @Test
  void oneWhoGivesUpLeavesItToTheOthers() {
    var pair =
        runtime.run(() -> {
          Async<String, RuntimeException> shared = run().shared();
          return join(atMost(1, shared), awaiting(shared)).await();
        });
    assertThat(pair.first()).isEqualTo("gave up");
    assertThat(pair.second()).isEqualTo("v");
    assertThat(log).containsExactly("begins");
  }

  @Test
  void whenAllGiveUpItIsCancelled() {
    var pair =
        runtime.run(() -> {
          Async<String, RuntimeException> shared = run().shared();
          return join(atMost(1, shared), atMost(2, shared)).await();
        });
    assertThat(pair.first()).isEqualTo("gave up");
    assertThat(pair.second()).isEqualTo("gave up");
    assertThat(log).containsExactly("begins", "cancelled");
  }

  @Test
  void theSameFailureIsThrownToEach() {
    List<Throwable> seen = new ArrayList<>();
    Async<Integer, IOException> shared =
        Async.<Integer, IOException>async(
                () -> {
                  sleep(Duration.ofSeconds(1)).await();
                  throw new IOException("no");
                })
            .shared();
    runtime.run(() -> {
      for (int i = 0; i < 2; i++) {
        try {
          shared.await();
        } catch (IOException e) {
          seen.add(e);
        }
      }
    });
    assertThat(seen).hasSize(2);
    assertThat(seen.get(0)).hasMessage("no").isSameAs(seen.get(1));
  }

  @Test
  void ofTwoKindsItStaysSo() throws Exception {
    Throws2<String, IOException, InterruptedException> two =
        Async.throwing(IOException.class, InterruptedException.class)
            .async(() -> {
              log.add("begins");
              sleep(Duration.ofSeconds(1)).await();
              return "v";
            });
    String all =
        runtime.<String, Exception>run(() -> {
          Throws2<String, IOException, InterruptedException> shared = two.shared();
          var pair = join(shared, shared).await();
          return pair.first() + pair.second() + shared.await();
        });
    assertThat(all).isEqualTo("vvv");
    assertThat(log).containsExactly("begins");
  }

  @Test
  void outOfBudgetEachStillHasItsOwnWait() {
    List<String> all =
        runtime.run(() -> {
          Async<String, RuntimeException> shared = run().shared();
          List<Async<String, RuntimeException>> many = new ArrayList<>();
          for (int i = 0; i < 1000; i++) {
            many.add(awaiting(shared));
          }
          return Async.all(many).await();
        });
    assertThat(all).hasSize(1000).containsOnly("v");
    assertThat(log).containsExactly("begins");
  }

  @Test
  void whatFailsAtOnceIsSeenByWhoStartedIt() {
    Async<String, IOException> failing = Async.failed(new IOException("at once"));
    String all =
        runtime.run(() -> {
          try {
            return failing.shared().await();
          } catch (IOException e) {
            return e.getMessage();
          }
        });
    assertThat(all).isEqualTo("at once");
    assertThat(runtime.failures()).isEmpty();
  }

  @Test
  void theEndOfItsTaskDoesNotCutShortWhatIsShielded() {
    runtime.run(() -> {
      Async<String, RuntimeException> shared =
          async(() -> shielded(() -> run().await()).await()).shared();
      race(shared, Async.<String, RuntimeException>of("left")).await();
      log.add("the task ends");
    });
    assertThat(log).containsExactly("begins", "the task ends");
    assertThat(runtime.nanoTime()).isEqualTo(Duration.ofSeconds(5).toNanos());
  }
}
