package dev.bide.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.runtime.Alarm;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimerWheelTest {
  private static final class Named extends Alarm {
    final Runnable action;

    Named(Runnable action) {
      this.action = action;
    }

    @Override
    public void fired() {
      action.run();
    }
  }

  private final List<String> fired = new ArrayList<>();

  private Named alarm(String name) {
    return new Named(() -> fired.add(name));
  }

  @Test
  void equalDeadlinesFireInTheOrderOfArming() {
    TimerWheel wheel = new TimerWheel(0);
    long far = 5_000_000_000L;
    wheel.schedule(alarm("first, from afar"), far);
    wheel.advance(far - 10, Alarm::fired);
    wheel.schedule(alarm("second, from near"), far);
    wheel.schedule(alarm("third"), far);
    wheel.advance(far, Alarm::fired);
    assertThat(fired).containsExactly("first, from afar", "second, from near", "third");
  }

  @Test
  void theOneThatWasArmedLastIsCancelledAndFiresLikeAnyOther() {
    TimerWheel wheel = new TimerWheel(0);
    Named cancelledAtOnce = alarm("cancelled at once");
    Named cancelledLater = alarm("cancelled later");
    wheel.schedule(cancelledAtOnce, 10);
    wheel.cancel(cancelledAtOnce);
    assertThat(wheel.isEmpty()).isTrue();
    wheel.schedule(cancelledLater, 10);
    wheel.schedule(cancelledAtOnce, 10); // may be armed again
    wheel.cancel(cancelledLater);
    wheel.cancel(cancelledAtOnce);
    wheel.schedule(alarm("last"), 10);
    assertThat(wheel.size()).isEqualTo(1);
    assertThat(wheel.nextDeadline()).isEqualTo(10);
    wheel.advance(10, Alarm::fired);
    assertThat(fired).containsExactly("last");
    assertThat(wheel.isEmpty()).isTrue();
  }

  @Test
  void nothingFiresANanosecondEarly() {
    TimerWheel wheel = new TimerWheel(-7);
    wheel.schedule(alarm("a"), 1_000_000);
    wheel.advance(999_999, Alarm::fired);
    assertThat(fired).isEmpty();
    assertThat(wheel.nextDeadline()).isEqualTo(1_000_000);
    wheel.advance(1_000_000, Alarm::fired);
    assertThat(fired).containsExactly("a");
    assertThat(wheel.isEmpty()).isTrue();
  }

  @Test
  void theNextDeadlineIsExactFromAfar() {
    TimerWheel wheel = new TimerWheel(123);
    wheel.schedule(alarm("b"), Long.MAX_VALUE / 2);
    wheel.schedule(alarm("a"), 987_654_321_012L);
    assertThat(wheel.nextDeadline()).isEqualTo(987_654_321_012L);
  }

  @Test
  void aClockThatRunsOverIsNoDifference() {
    long start = Long.MAX_VALUE - 5;
    TimerWheel wheel = new TimerWheel(start);
    wheel.schedule(alarm("a"), start + 10); // negative
    wheel.advance(start + 9, Alarm::fired);
    assertThat(fired).isEmpty();
    wheel.advance(start + 10, Alarm::fired);
    assertThat(fired).containsExactly("a");
  }

  @Test
  void onlyOneArmingAtATime() {
    TimerWheel wheel = new TimerWheel(0);
    Named a = alarm("a");
    wheel.schedule(a, 10);
    assertThatThrownBy(() -> wheel.schedule(a, 20)).isInstanceOf(IllegalStateException.class);
    wheel.cancel(a);
    wheel.cancel(a);
    wheel.schedule(a, 20);
    wheel.advance(20, Alarm::fired);
    wheel.schedule(a, 30);
    wheel.advance(30, Alarm::fired);
    assertThat(fired).containsExactly("a", "a");
  }

  @Test
  void anAlarmThatArmsItselfForNowFiresOnceAnAdvance() {
    TimerWheel wheel = new TimerWheel(0);
    Named[] a = new Named[1];
    a[0] =
        new Named(() -> {
          fired.add("again");
          wheel.schedule(a[0], 0);
        });
    wheel.schedule(a[0], 5);
    wheel.advance(100, Alarm::fired);
    assertThat(fired).hasSize(1);
    assertThat(wheel.nextDeadline()).isEqualTo(100);
    wheel.advance(100, Alarm::fired);
    assertThat(fired).hasSize(2);
  }

  /** The same operations on a wheel and on a queue that is sorted by deadline and arming order. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
  void firesWhatASortedQueueFires(long seed) {
    Model model = new Model(seed);
    for (int i = 0; i < 20_000; i++) {
      model.step();
    }
    model.end();
  }

  private static final class Model {
    private final Random random;
    private final TimerWheel wheel;
    private final PriorityQueue<Entry> queue =
        new PriorityQueue<>(
            Comparator.<Entry>comparingLong(e -> e.deadline).thenComparingLong(e -> e.order));
    private final List<Entry> armed = new ArrayList<>();
    private final List<Integer> fired = new ArrayList<>();
    private final List<Integer> expected = new ArrayList<>();
    private long now;
    private long order;
    private int ids;

    /** Where a running advance goes; what is armed then for the past is for the next one. */
    private boolean advancing;

    private final List<Entry> armedWhileFiring = new ArrayList<>();

    Model(long seed) {
      random = new Random(seed);
      now = random.nextLong() >> 2;
      wheel = new TimerWheel(now);
    }

    private final class Entry extends Alarm {
      final int id = ids++;
      long deadline;
      long order;

      @Override
      public void fired() {
        fired.add(id);
        armed.remove(this);
        expectFirst(this);
        int what = random.nextInt(10);
        if (what == 0) {
          cancelOne();
        } else if (what == 1) {
          arm();
        }
      }
    }

    /** Checked at once, since what an alarm does changes what comes next. */
    private void expectFirst(Entry e) {
      Entry first = queue.poll();
      assertThat(first).isSameAs(e);
      assertThat(e.deadline).isLessThanOrEqualTo(now);
      expected.add(e.id);
    }

    void step() {
      switch (random.nextInt(8)) {
        case 0, 1, 2, 3 -> arm();
        case 4, 5 -> cancelOne();
        default -> advance();
      }
    }

    private long delay() {
      return switch (random.nextInt(6)) {
        case 0 -> random.nextInt(4) - 2; // the past, and equal ones
        case 1 -> random.nextInt(64);
        case 2 -> random.nextInt(5_000);
        case 3 -> random.nextInt(10) * 1_000_000L; // round ones, often equal
        case 4 -> random.nextInt(2_000_000_000);
        default -> random.nextLong(1L << 50);
      };
    }

    private void arm() {
      Entry e = new Entry();
      long deadline = now + delay();
      wheel.schedule(e, deadline);
      e.deadline = Math.max(deadline, now);
      e.order = order++;
      armed.add(e);
      if (advancing && e.deadline <= now) {
        armedWhileFiring.add(e);
      } else {
        queue.add(e);
      }
    }

    private void cancelOne() {
      if (!armed.isEmpty()) {
        Entry e = armed.remove(random.nextInt(armed.size()));
        wheel.cancel(e);
        queue.remove(e);
        armedWhileFiring.remove(e);
      }
    }

    private void advance() {
      Entry first = queue.peek();
      if (first == null) {
        assertThat(wheel.isEmpty()).isTrue();
      } else {
        assertThat(wheel.nextDeadline()).isLessThanOrEqualTo(first.deadline);
      }
      switch (random.nextInt(4)) {
        case 0 -> now += random.nextInt(100);
        case 1 -> now += random.nextInt(10_000_000);
        case 2 -> now = wheel.isEmpty() ? now : wheel.nextDeadline();
        default -> now += random.nextLong(1L << 40);
      }
      run();
    }

    private void run() {
      advancing = true;
      wheel.advance(now, Alarm::fired);
      advancing = false;
      assertThat(queue.isEmpty() || queue.peek().deadline > now).isTrue();
      queue.addAll(armedWhileFiring);
      armedWhileFiring.clear();
      assertThat(wheel.size()).isEqualTo(queue.size());
    }

    void end() {
      while (!wheel.isEmpty()) {
        now = wheel.nextDeadline();
        run();
      }
      assertThat(queue).isEmpty();
      assertThat(fired).isEqualTo(expected);
      assertThat(fired.size()).isGreaterThan(1000);
    }
  }
}
