package dev.bide.internal;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import dev.bide.runtime.Work;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/**
 * A turn whose budget one of its roots has spent goes on where it stopped: with that root, and then
 * with those that were to be polled behind it. Only a root that had the whole turn for itself goes
 * behind them, so that they are polled at all.
 */
class CutShortTest {
  private final List<String> polled = new ArrayList<>();
  private final Leaf a = new Leaf("a");
  private final Leaf b = new Leaf("b");
  private final Leaf c = new Leaf("c");

  private final HandScheduler confined = new HandScheduler();
  private final ArrayDeque<Work> scheduled = confined.scheduled;

  private final Context cx = Context.of(confined);

  @BeforeEach
  void allWait() {
    Task<?, ?> task = confined.spawn(Async.all(List.of(a, b, c)));
    assertThat(turn()).containsExactly("a", "b", "c");
    assertThat(scheduled).isEmpty();
    assertThat(task.isEnded()).isFalse();
  }

  /** Which leaves are polled in the next turn. */
  private List<String> turn() {
    polled.clear();
    scheduled.remove().run(cx);
    return List.copyOf(polled);
  }

  private void wake(Leaf... leaves) {
    Stream.of(leaves).forEach(l -> l.waker.wake());
  }

  @Test
  void theSecondRootThatSpendsItIsTheFirstOfTheNextTurn() {
    wake(a, b, c);
    b.spends = 1;
    assertThat(turn()).containsExactly("a", "b");
    assertThat(turn()).containsExactly("b", "c");
    assertThat(scheduled).isEmpty();
  }

  @Test
  void soItIsInATurnThatHasWhatWasLeftOver() {
    wake(a);
    a.wakesItself = true; // for the next turn, which has more than what was woken then
    assertThat(turn()).containsExactly("a");
    wake(b, c);
    c.spends = 1;
    assertThat(turn()).containsExactly("b", "c");
    assertThat(turn()).containsExactly("c", "a");
    assertThat(scheduled).isEmpty();
  }

  @Test
  void oneThatSpendsTheWholeTurnGoesBehindTheOthers() {
    wake(a, b, c);
    a.spends = 2;
    assertThat(turn()).containsExactly("a");
    assertThat(turn()).containsExactly("b", "c", "a");
    assertThat(turn()).containsExactly("a");
    assertThat(scheduled).isEmpty();
  }

  @Test
  void whoeverSpendsTurnAfterTurnLetsTheOthersGoOn() {
    wake(a, b, c);
    a.spends = 9;
    b.spends = 9;
    assertThat(turn()).containsExactly("a");
    assertThat(turn()).containsExactly("b");
    assertThat(turn()).containsExactly("c", "a");
  }

  /** Waits until it is woken; spends the budget of its turn so often. */
  private final class Leaf implements Async<Integer, RuntimeException> {
    private final String name;
    private Waker waker = () -> {};
    private int spends;
    private boolean wakesItself;

    Leaf(String name) {
      this.name = name;
    }

    @Override
    public Object poll(Context cx) {
      polled.add(name);
      waker = cx.waker();
      if (wakesItself) {
        wakesItself = false;
        waker.wake();
      }
      if (spends > 0) {
        spends--;
        while (!EngineContext.isBudgetSpent(cx)) {}
      }
      return Poll.PENDING;
    }

    @Override
    public void cancel() {}
  }
}
