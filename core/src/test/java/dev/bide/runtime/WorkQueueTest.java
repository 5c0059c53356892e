package dev.bide.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class WorkQueueTest {
  @Test
  void givesWorkInTheOrderItCameWhateverIsMixed() {
    Random random = new Random(7);
    List<WorkQueue> queues = List.of(new WorkQueue(), new WorkQueue());
    List<Deque<Work>> expected = List.of(new ArrayDeque<>(), new ArrayDeque<>());
    Deque<Work> idle = new ArrayDeque<>();
    for (int i = 0; i < 6; i++) {
      idle.add(new Item());
    }
    for (int i = 0; i < 20_000; i++) {
      int at = random.nextInt(2);
      switch (random.nextInt(5)) {
        case 0, 1 -> {
          Work work = idle.poll();
          if (work != null) {
            queues.get(at).add(work);
            expected.get(at).add(work);
          }
        }
        case 2, 3 -> {
          Work work = queues.get(at).poll();
          assertThat(work).isSameAs(expected.get(at).poll());
          if (work != null) {
            idle.add(work);
          }
        }
        default -> {
          queues.get(at).moveTo(queues.get(1 - at));
          expected.get(1 - at).addAll(expected.get(at));
          expected.get(at).clear();
        }
      }
      assertThat(queues.get(0).isEmpty()).isEqualTo(expected.get(0).isEmpty());
      assertThat(queues.get(1).isEmpty()).isEqualTo(expected.get(1).isEmpty());
    }
  }

  private static final class Item extends Work {
    @Override
    public void deliver() {
      throw new AssertionError("not posted");
    }

    @Override
    public void abandon(Throwable why) {
      throw new AssertionError("not abandoned");
    }
  }
}
