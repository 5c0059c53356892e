package dev.bide.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class AlarmQueueTest {
  private final AlarmQueue queue = new AlarmQueue();
  private final List<Integer> fired = new ArrayList<>();

  private final class Numbered extends Alarm {
    final int number;

    Numbered(int number) {
      this.number = number;
    }

    @Override
    public void fired() {
      fired.add(number);
    }
  }

  private Alarm add(int number, long deadline) {
    Alarm a = new Numbered(number);
    queue.add(a, deadline);
    return a;
  }

  @Test
  void firesWhatIsDueInTheOrderOfDeadlines() {
    add(3, 30);
    add(1, 10);
    add(2, 20);
    assertThat(queue.nextDeadline()).isEqualTo(10);
    queue.fireDue(20);
    assertThat(fired).containsExactly(1, 2);
    assertThat(queue.nextDeadline()).isEqualTo(30);
    queue.fireDue(29);
    assertThat(fired).hasSize(2);
    queue.fireDue(30);
    assertThat(fired).containsExactly(1, 2, 3);
    assertThat(queue.isEmpty()).isTrue();
    assertThat(queue.nextDeadline()).isEqualTo(Long.MAX_VALUE);
  }

  @Test
  void firesEqualDeadlinesInTheOrderOfAdding() {
    for (int i = 0; i < 100; i++) {
      add(i, 5);
    }
    queue.fireDue(5);
    assertThat(fired).isSorted().hasSize(100);
  }

  @Test
  void forgetsWhatWasRemoved() {
    Alarm first = add(1, 10);
    Alarm second = add(2, 10);
    queue.remove(first);
    queue.remove(first);
    queue.fireDue(10);
    queue.remove(second);
    assertThat(fired).containsExactly(2);
  }

  @Test
  void refusesAnAlarmTwice() {
    Alarm a = add(1, 10);
    assertThatThrownBy(() -> queue.add(a, 20)).isInstanceOf(IllegalStateException.class);
    queue.fireDue(10);
    queue.add(a, 20);
    queue.fireDue(20);
    assertThat(fired).containsExactly(1, 1);
  }

  @Test
  void anAlarmThatSetsItselfAgainWaitsForTheNextCall() {
    Alarm again =
        new Alarm() {
          @Override
          public void fired() {
            fired.add(7);
            queue.add(this, 0);
          }
        };
    queue.add(again, 0);
    queue.fireDue(100);
    assertThat(fired).containsExactly(7);
    queue.fireDue(100);
    assertThat(fired).containsExactly(7, 7);
  }

  @Test
  void ordersAcrossTheClocksWrapAround() {
    add(2, Long.MIN_VALUE + 5);
    add(1, Long.MAX_VALUE - 5);
    queue.fireDue(Long.MAX_VALUE);
    assertThat(fired).containsExactly(1);
    queue.fireDue(Long.MIN_VALUE + 5);
    assertThat(fired).containsExactly(1, 2);
  }

  @Test
  void agreesWithASortedListUnderRandomUse() {
    Random random = new Random(42);
    List<Numbered> reference = new ArrayList<>();
    List<Integer> expected = new ArrayList<>();
    for (int i = 0; i < 20_000; i++) {
      switch (random.nextInt(3)) {
        case 0, 1 -> {
          Numbered a = new Numbered(i);
          queue.add(a, random.nextInt(500));
          reference.add(a); // numbers grow, so that a stable sort is the order of adding
        }
        default -> {
          if (!reference.isEmpty() && random.nextBoolean()) {
            queue.remove(reference.remove(random.nextInt(reference.size())));
          } else {
            long now = random.nextInt(100);
            reference.sort(Comparator.comparingLong((Numbered a) -> a.deadlineNanos));
            while (!reference.isEmpty() && reference.getFirst().deadlineNanos <= now) {
              expected.add(reference.removeFirst().number);
            }
            reference.sort(Comparator.comparingInt((Numbered a) -> a.number));
            queue.fireDue(now);
          }
        }
      }
    }
    assertThat(fired).isEqualTo(expected).hasSizeGreaterThan(1000);
  }
}
