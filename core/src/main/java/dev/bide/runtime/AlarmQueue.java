package dev.bide.runtime;

import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * Alarms in the order of their deadlines, for schedulers whose event loop has one timer to arm. A
 * binary heap: adding and removing cost the logarithm of how many there are. Alarms of the same
 * deadline fire in the order in which they were added. For one thread.
 */
public final class AlarmQueue {
  // alarms[i] is due no later than alarms[2 * i + 1] and alarms[2 * i + 2], and has slot i + 1.
  private @Nullable Alarm[] alarms = new Alarm[16];
  private long[] order = new long[16]; // breaks ties: when each was added
  private int size;
  private long added;

  /** An empty queue. */
  public AlarmQueue() {}

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** The earliest deadline, in the clock's nanoseconds; {@link Long#MAX_VALUE} when empty. */
  public long nextDeadline() {
    return size == 0 ? Long.MAX_VALUE : at(0).deadlineNanos;
  }

  /**
   * Adds an alarm.
   *
   * @throws IllegalStateException when it is in a queue already
   */
  public void add(Alarm alarm, long deadlineNanos) {
    if (alarm.slot != 0) {
      throw new IllegalStateException("this alarm is scheduled already");
    }
    if (size == alarms.length) {
      alarms = Arrays.copyOf(alarms, size * 2);
      order = Arrays.copyOf(order, size * 2);
    }
    alarm.deadlineNanos = deadlineNanos;
    up(size++, alarm, added++);
  }

  /** Takes an alarm out; does nothing when it is in no queue. */
  public void remove(Alarm alarm) {
    int i = alarm.slot - 1;
    if (i < 0) {
      return;
    }
    alarm.slot = 0;
    int last = --size;
    Alarm moved = at(last);
    long movedOrder = order[last];
    alarms[last] = null;
    if (i != last) {
      down(i, moved, movedOrder);
      if (at(i) == moved) {
        up(i, moved, movedOrder);
      }
    }
  }

  /**
   * Fires what is due. What is added while they fire waits for the next call, however early its
   * deadline, so that an alarm that sets itself again cannot hold the loop.
   */
  public void fireDue(long nanoTime) {
    long end = added;
    while (size > 0 && at(0).deadlineNanos - nanoTime <= 0 && order[0] < end) {
      Alarm due = at(0);
      remove(due);
      due.fired();
    }
  }

  private Alarm at(int i) {
    Alarm a = alarms[i];
    if (a == null) {
      throw new AssertionError(i);
    }
    return a;
  }

  private boolean before(Alarm a, long aOrder, int i) {
    long difference = a.deadlineNanos - at(i).deadlineNanos; // clocks may wrap around
    return difference < 0 || (difference == 0 && aOrder < order[i]);
  }

  private void up(int from, Alarm a, long aOrder) {
    int i = from;
    while (i > 0) {
      int above = (i - 1) >> 1;
      if (!before(a, aOrder, above)) {
        break;
      }
      put(i, at(above), order[above]);
      i = above;
    }
    put(i, a, aOrder);
  }

  private void down(int from, Alarm a, long aOrder) {
    int i = from;
    for (; ; ) {
      int below = 2 * i + 1;
      if (below >= size) {
        break;
      }
      if (below + 1 < size && before(at(below + 1), order[below + 1], below)) {
        below++;
      }
      if (before(a, aOrder, below)) {
        break;
      }
      put(i, at(below), order[below]);
      i = below;
    }
    put(i, a, aOrder);
  }

  private void put(int i, Alarm a, long aOrder) {
    alarms[i] = a;
    order[i] = aOrder;
    a.slot = i + 1;
  }
}
