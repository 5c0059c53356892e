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
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Roots of one task are polled in the order in which they were woken, whichever turn has them: by a
 * queue that says who is next, beside the task's own.
 */
class PollingOrderTest {
  /** What starts at once has to fit into the budget of a turn. */
  private static final int CHILDREN = 100;

  /** Several budgets. */
  private static final int POLLS = 5000;

  private final ArrayDeque<Integer> expected = new ArrayDeque<>();
  private final List<Integer> nextTurn = new ArrayList<>();
  private final BitSet queued = new BitSet();
  private final List<Leaf> leaves = new ArrayList<>();
  private int started;
  private int polls;
  private int turns;

  private final HandScheduler confined = new HandScheduler();
  private final ArrayDeque<Work> scheduled = confined.scheduled;

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void whoWasWokenFirstIsPolledFirst(long seed) {
    Random random = new Random(seed);
    IntStream.range(0, CHILDREN).forEach(i -> leaves.add(new Leaf(i, random)));
    Task<List<Integer>, RuntimeException> task = confined.spawn(Async.all(leaves));
    Context cx = Context.of(confined);
    while (!task.isEnded()) {
      Work work = scheduled.poll();
      if (work == null) {
        leaves.forEach(Leaf::wake);
        work = scheduled.remove();
      }
      for (int n = random.nextInt(4); n > 0; n--) {
        leaves.get(random.nextInt(CHILDREN)).wake(); // between two turns
      }
      expected.addAll(nextTurn);
      nextTurn.clear();
      turns++;
      work.run(cx);
    }
    assertThat(task.resultNow())
        .containsExactlyElementsOf(IntStream.range(0, CHILDREN).boxed().toList());
    assertThat(polls).isGreaterThan(POLLS);
    assertThat(turns).isGreaterThan(POLLS / EngineContext.BUDGET);
  }

  /** When it is polled it wakes some, maybe itself, until there were enough polls. */
  private final class Leaf implements Async<Integer, RuntimeException> {
    private final int index;
    private final Random random;
    private @Nullable Waker waker;
    private boolean running;

    Leaf(int index, Random random) {
      this.index = index;
      this.random = random;
    }

    void wake() {
      Waker w = waker;
      if (w == null) {
        return;
      }
      if (!queued.get(index)) {
        queued.set(index);
        if (running) {
          nextTurn.add(index);
        } else {
          expected.add(index);
        }
      }
      w.wake();
    }

    @Override
    public Object poll(Context cx) {
      if (waker == null) {
        assertThat(index).isEqualTo(started++);
      } else {
        assertThat(expected.remove()).isEqualTo(index);
      }
      queued.clear(index);
      waker = cx.waker();
      if (polls++ > POLLS) {
        waker = null;
        return index;
      }
      running = true;
      for (int n = random.nextInt(5); n > 0; n--) {
        leaves.get(random.nextInt(CHILDREN)).wake();
      }
      if (random.nextInt(3) == 0) {
        wake();
      }
      running = false;
      return Poll.PENDING;
    }

    @Override
    public void cancel() {}
  }
}
