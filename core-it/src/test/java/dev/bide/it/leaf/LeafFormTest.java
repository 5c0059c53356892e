package dev.bide.it.leaf;

import static dev.bide.Async.async;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Task;
import dev.bide.TimedOutException;
import dev.bide.testing.TestRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A leaf form of a user's own: when it is taken, and what becomes of its leaf. */
class LeafFormTest {
  /** Charges in a turn. */
  private static final int BUDGET = 256;

  private final TestRuntime runtime = TestRuntime.confined("first");
  private final List<String> log = new ArrayList<>();
  private final Bell bell = new Bell();

  @AfterEach
  void nothingFailedUnseen() {
    assertThat(runtime.failures()).isEmpty();
    assertThat(runtime.liveTasks()).isEmpty();
  }

  private Async<Integer, IOException> rounds(Bell of, int n) {
    return async(() -> {
      int done = 0;
      for (int i = 0; i < n; i++) {
        log.add(of.heard("r" + i).await());
        done++;
      }
      return done;
    });
  }

  private void rings(int n) {
    for (int i = 0; i < n; i++) {
      bell.ring();
      runtime.runUntilIdle();
    }
  }

  @Test
  void aLoopThatWaitsUsesOneLeaf() throws IOException {
    Task<Integer, IOException> t = runtime.spawn(rounds(bell, 5));
    runtime.runUntilIdle();
    rings(5);
    assertThat(t.resultNow()).isEqualTo(5);
    assertThat(log).containsExactly("r0", "r1", "r2", "r3", "r4");
    assertThat(bell.made).isEqualTo(1);
    assertThat(bell.polls).as("each waits once and is woken once").isEqualTo(10);
    assertThat(bell.last.isEmpty()).isTrue();
  }

  @Test
  void aMethodThatIsCalledInALoopUsesItsLeafAgainToo() throws IOException {
    Task<Integer, IOException> t =
        runtime.spawn(
            async(() -> {
              int sum = 0;
              for (int i = 0; i < 4; i++) {
                sum += once(i).await();
              }
              return sum;
            }));
    runtime.runUntilIdle();
    rings(4);
    assertThat(t.resultNow()).isEqualTo(6);
    assertThat(bell.made).isEqualTo(1);
  }

  private Async<Integer, IOException> once(int i) {
    return async(() -> Integer.parseInt(bell.heard("" + i).await()));
  }

  @Test
  void whatIsReadyMakesNoLeaf() throws IOException {
    for (int i = 0; i < 3; i++) {
      bell.ring();
    }
    Task<Integer, IOException> t = runtime.spawn(rounds(bell, 3));
    runtime.runUntilIdle();
    assertThat(t.resultNow()).isEqualTo(3);
    assertThat(bell.made).isZero();
    assertThat(bell.polls).isZero();
  }

  @Test
  void whatAVariableHoldsIsAlwaysNew() throws IOException {
    Task<Integer, IOException> t =
        runtime.spawn(
            async(() -> {
              for (int i = 0; i < 3; i++) {
                Async<String, IOException> held = bell.heard("x");
                held.await();
              }
              return 3;
            }));
    runtime.runUntilIdle();
    rings(3);
    assertThat(t.resultNow()).isEqualTo(3);
    assertThat(bell.made).isEqualTo(3);
  }

  /** Answers at once, in its own way. */
  private static final class Electric extends Bell {
    @Override
    Async<String, IOException> heard(String text) {
      return Async.of("electric " + text);
    }
  }

  @Test
  void aSubclassThatOverridesIsObeyed() throws IOException {
    Task<Integer, IOException> t = runtime.spawn(rounds(new Electric(), 2));
    runtime.runUntilIdle();
    assertThat(t.resultNow()).isEqualTo(2);
    assertThat(log).containsExactly("electric r0", "electric r1");
  }

  /** Calls the method that it overrides. */
  private static final class Loud extends Bell {
    @Override
    Async<String, IOException> heard(String text) {
      return async(() -> "loud " + super.heard(text).await());
    }
  }

  @Test
  void aCallOfTheOverriddenMethodRunsThatOne() throws IOException {
    Bell loud = new Loud();
    loud.ring();
    Task<Integer, IOException> t = runtime.spawn(rounds(loud, 1));
    runtime.runUntilIdle();
    assertThat(t.resultNow()).isEqualTo(1);
    assertThat(log).containsExactly("loud r0");
  }

  /** Waits, and after that waits in {@code finally}, by the same call. */
  private Async<Integer, IOException> withCleanUp(int n) {
    return async(() -> {
      int done = 0;
      String part = "body ";
      try {
        while (done < n) {
          log.add(part + bell.heard("" + done).await());
          done++;
        }
      } catch (IOException e) {
        log.add(e.getMessage());
      } finally {
        for (int i = 0; i < 2; i++) {
          log.add("finally " + bell.heard("" + i).await());
        }
      }
      return done;
    });
  }

  @Test
  void aLeafThatWasCancelledWhileItWaitedIsUsedInFinally() {
    Task<Integer, IOException> t = runtime.spawn(withCleanUp(9));
    runtime.runUntilIdle();
    rings(1);
    t.cancel();
    runtime.runUntilIdle();
    assertThat(t.isEnded()).isFalse();
    rings(2);
    assertThat(t.isEnded()).isTrue();
    assertThat(log).containsExactly("body 0", "finally 0", "finally 1");
    assertThat(bell.isWaitedFor()).isFalse();
    assertThat(bell.last.isEmpty()).isTrue();
  }

  @Test
  void aLeafThatFailedIsUsedAgain() throws IOException {
    Task<Integer, IOException> t = runtime.spawn(withCleanUp(9));
    runtime.runUntilIdle();
    rings(2);
    bell.breaks();
    runtime.runUntilIdle();
    rings(2);
    assertThat(t.resultNow()).isEqualTo(2);
    assertThat(log).containsExactly("body 0", "body 1", "broken", "finally 0", "finally 1");
    assertThat(bell.made).isEqualTo(1);
  }

  @Test
  void aWakeUpWithoutReasonChangesNothing() throws IOException {
    Task<Integer, IOException> t = runtime.spawn(rounds(bell, 3));
    runtime.runUntilIdle();
    for (int i = 0; i < 3; i++) {
      bell.wake();
      runtime.runUntilIdle();
      bell.ring();
      bell.wake();
      runtime.runUntilIdle();
    }
    assertThat(t.resultNow()).isEqualTo(3);
    assertThat(bell.polls).isEqualTo(9);
    assertThat(bell.made).isEqualTo(1);
  }

  @Test
  void aWaitingLeafIsAbortedInFinallyToo() {
    Task<Integer, IOException> t =
        runtime.spawn(withCleanUp(9).timeout(Duration.ofSeconds(1)).grace(Duration.ofSeconds(1)));
    runtime.runUntilIdle();
    rings(1);
    runtime.advance(Duration.ofSeconds(1));
    assertThat(bell.isWaitedFor()).as("finally waits").isTrue();
    runtime.advance(Duration.ofSeconds(1));
    assertThat(t.isEnded()).isTrue();
    assertThat(log).containsExactly("body 0");
    assertThat(bell.isWaitedFor()).isFalse();
    assertThat(bell.last.isEmpty()).isTrue();
    assertThat(runtime.takeFailures())
        .singleElement()
        .satisfies(f -> assertThat(f.failure()).isInstanceOf(TimedOutException.class));
  }

  // ---------------------------------------------------------------- the budget

  /** Two leaves for each back edge: with one, a turn would always end at a back edge. */
  private Async<String, IOException> spending(int n) {
    return async(() -> {
      String last = "";
      try {
        for (int i = 0; i < n; i++) {
          bell.heard("s" + i).await();
          last = bell.heard("t" + i).await();
        }
      } catch (Cancelled c) {
        log.add("cancelled after " + last);
        throw c;
      }
      return last;
    });
  }

  @Test
  void whenTheBudgetIsSpentTheLeafStartsInTheNextTurn() throws IOException {
    int n = 4 * BUDGET;
    for (int i = 0; i < 2 * n; i++) {
      bell.ring();
    }
    Task<String, IOException> t = runtime.spawn(spending(n));
    runtime.runUntilIdle();
    assertThat(t.resultNow()).isEqualTo("t" + (n - 1));
    assertThat(bell.made).as("turns that end at the same await use the same leaf").isEqualTo(1);
    // Each leaf is charged for, and each back edge; a root too in each turn.
    assertThat(runtime.turns()).isEqualTo(heldTurns(n));
  }

  /** How many turns the same takes with leaves that are new each time. */
  private int heldTurns(int n) throws IOException {
    TestRuntime other = TestRuntime.confined("other");
    Bell ringing = new Bell();
    for (int i = 0; i < 2 * n; i++) {
      ringing.ring();
    }
    Task<String, IOException> t =
        other.spawn(
            async(() -> {
              String last = "";
              for (int i = 0; i < n; i++) {
                Async<String, IOException> first = ringing.heard("s" + i);
                first.await();
                Async<String, IOException> second = ringing.heard("t" + i);
                last = second.await();
              }
              return last;
            }));
    other.runUntilIdle();
    t.resultNow();
    return other.turns();
  }

  @Test
  void aLeafThatHasNotStartedIsToldOfACancel() throws IOException {
    for (int i = 0; i < 4 * BUDGET; i++) {
      bell.ring();
    }
    Task<String, IOException> t = runtime.spawn(spending(2 * BUDGET));
    for (int turns = 0; bell.last == null && turns < 16; turns++) {
      runtime.runOneTurn();
    }
    assertThat(bell.last).as("a turn has ended at a leaf").isNotNull();
    assertThat(bell.last.isEmpty()).isFalse();
    assertThat(bell.polls).as("it has not started").isZero();
    t.cancel();
    runtime.runUntilIdle();
    assertThat(t.isEnded()).isTrue();
    assertThat(log).hasSize(1);
    assertThat(bell.polls).as("polled to its end").isEqualTo(1);
    assertThat(bell.last.isEmpty()).as("holds nothing").isTrue();
  }
}
