package dev.bide.runtimes;

import dev.bide.runtime.Alarm;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The alarms of one thread by deadline: a hierarchical timer wheel without nodes of its own.
 *
 * <p>Arming and cancelling take constant time. Alarms fire in the order of their deadlines, to the
 * nanosecond, and in the order in which they were armed where those are equal. None fires early. A
 * deadline that has passed when its alarm is armed counts as the present, and the alarm fires in
 * the next {@link #advance}, never in one that is running.
 *
 * <p>How: a tick is one nanosecond, and level {@code k} has 64 slots of 64<sup>k</sup> ticks. An
 * alarm is in the lowest level at which its deadline and the wheel's time stand in one block of 64
 * slots, so all of a level comes before all of the next. When time enters a slot above level 0, its
 * alarms move down in their order; each does so at most ten times, and one that is cancelled in
 * time never. Whoever arms later for the same time finds them moved already, and stands behind
 * them.
 *
 * <p>The alarm that was armed last waits outside until the next one comes or time is looked at: a
 * time limit around something that is ready at once never enters the wheel.
 *
 * <p>For one thread.
 */
public final class TimerWheel {
  private static final int BITS = 6;
  private static final int SLOTS = 1 << BITS;
  private static final int LEVELS = 11; // 66 bits: all of a long

  /** {@link Alarm#slot} in {@link #late}; in a ring it is the ring's index plus 1. */
  private static final int LATE = LEVELS * SLOTS + 1;

  /** {@link Alarm#slot} of {@link #latest}. */
  private static final int LATEST = LATE + 1;

  private final long origin;

  /** The wheel's time in ticks: nothing before it is armed. */
  private long elapsed;

  /** The lists, each around a node of its own; a level's are made when it is first used. */
  private final @Nullable Ring[] rings = new Ring[LEVELS * SLOTS];

  /** Which slots of each level have alarms. */
  private final long[] occupied = new long[LEVELS];

  /** Which levels have alarms. */
  private int levels;

  /** Armed for the present while {@link #advance} runs: for the next one. */
  private final Ring late = new Ring();

  /** Armed, and not placed yet. */
  private @Nullable Alarm latest;

  private boolean advancing;

  /** Where {@link #advance} will end. */
  private long target;

  private int size;

  /** An empty wheel. */
  public TimerWheel(long nowNanos) {
    this.origin = nowNanos;
  }

  /** Whether no alarm is armed. */
  public boolean isEmpty() {
    return size == 0;
  }

  /** How many alarms are armed. */
  public int size() {
    return size;
  }

  /**
   * Arms an alarm.
   *
   * @throws IllegalStateException when it is armed already
   */
  public void schedule(Alarm alarm, long deadlineNanos) {
    if (alarm.slot != 0) {
      throw new IllegalStateException("this alarm is scheduled already");
    }
    alarm.deadlineNanos = deadlineNanos;
    size++;
    if (advancing) {
      place(alarm);
      return;
    }
    if (latest != null) {
      place(latest);
    }
    latest = alarm;
    alarm.slot = LATEST;
  }

  private void placeLatest() {
    Alarm a = latest;
    if (a != null) {
      latest = null;
      place(a);
    }
  }

  /** Disarms an alarm; does nothing when it is not armed. */
  public void cancel(Alarm alarm) {
    int slot = alarm.slot;
    if (slot == 0) {
      return;
    }
    size--;
    alarm.slot = 0;
    if (slot == LATEST) {
      latest = null;
    } else {
      unlink(alarm);
      forgetIfEmpty(slot - 1);
    }
  }

  /**
   * The earliest time at which {@link #advance} has something to do: the first alarm's deadline, or
   * somewhat before it when an alarm was cancelled.
   *
   * @throws IllegalStateException when there is none
   */
  public long nextDeadline() {
    placeLatest();
    if (levels == 0) {
      throw new IllegalStateException("no alarm is scheduled");
    }
    int level = Integer.numberOfTrailingZeros(levels);
    Ring ring = ring(level * SLOTS + Long.numberOfTrailingZeros(occupied[level]));
    return origin + Math.max(elapsed, ring.earliest);
  }

  /**
   * Takes out all alarms whose deadline has come.
   *
   * @param fire is given each of them, disarmed, and calls {@link Alarm#fired} now or later; it may
   *     arm and cancel, and must not throw
   */
  public void advance(long nowNanos, Consumer<? super Alarm> fire) {
    placeLatest();
    target = Math.max(elapsed, nowNanos - origin);
    advancing = true;
    while (levels != 0) {
      int level = Integer.numberOfTrailingZeros(levels);
      int slot = Long.numberOfTrailingZeros(occupied[level]);
      long start = startOf(level, slot);
      if (start > target) {
        break;
      }
      elapsed = start;
      int index = level * SLOTS + slot;
      if (level == 0) {
        fire(index, fire);
      } else {
        moveDown(index);
      }
    }
    elapsed = target;
    advancing = false;
    for (Alarm a = late.first(); a != null; a = late.first()) {
      unlink(a);
      place(a);
    }
  }

  /** The first tick of a slot of a level, in the wheel's present block. */
  private long startOf(int level, int slot) {
    int shift = level * BITS;
    long block = shift + BITS >= Long.SIZE ? 0 : elapsed >>> (shift + BITS) << (shift + BITS);
    return Math.max(elapsed, block | (long) slot << shift);
  }

  private void fire(int index, Consumer<? super Alarm> fire) {
    Ring ring = ring(index);
    for (Alarm a = ring.first(); a != null; a = ring.first()) {
      unlink(a);
      a.slot = 0;
      size--;
      fire.accept(a);
    }
    forgetIfEmpty(index);
  }

  private void moveDown(int index) {
    Ring ring = ring(index);
    for (Alarm a = ring.first(); a != null; a = ring.first()) {
      unlink(a);
      place(a);
    }
    forgetIfEmpty(index);
  }

  private void place(Alarm alarm) {
    long tick = alarm.deadlineNanos - origin;
    if (advancing) {
      if (alarm.slot == 0 && tick <= target) {
        late.append(alarm);
        alarm.slot = LATE;
        return;
      }
    } else if (tick < elapsed) {
      tick = elapsed;
    }
    long differing = tick ^ elapsed;
    int level = differing == 0 ? 0 : (Long.SIZE - 1 - Long.numberOfLeadingZeros(differing)) / BITS;
    int slot = (int) (tick >>> (level * BITS)) & (SLOTS - 1);
    int index = level * SLOTS + slot;
    Ring ring = rings[index];
    if (ring == null) {
      ring = new Ring();
      rings[index] = ring;
    }
    if (ring.isEmpty() || tick < ring.earliest) {
      ring.earliest = tick;
    }
    ring.append(alarm);
    alarm.slot = index + 1;
    occupied[level] |= 1L << slot;
    levels |= 1 << level;
  }

  private void forgetIfEmpty(int index) {
    if (index >= rings.length || !ring(index).isEmpty()) {
      return;
    }
    int level = index / SLOTS;
    occupied[level] &= ~(1L << (index % SLOTS));
    if (occupied[level] == 0) {
      levels &= ~(1 << level);
    }
  }

  private Ring ring(int index) {
    return Objects.requireNonNull(rings[index]);
  }

  private static void unlink(Alarm alarm) {
    Alarm before = Objects.requireNonNull(alarm.previousAlarm);
    Alarm after = Objects.requireNonNull(alarm.nextAlarm);
    before.nextAlarm = after;
    after.previousAlarm = before;
    alarm.previousAlarm = null;
    alarm.nextAlarm = null;
  }

  /** A list of alarms that knows no end: the node stands before the first and behind the last. */
  private static final class Ring extends Alarm {
    /** No alarm in it comes before this tick. */
    long earliest;

    Ring() {
      previousAlarm = this;
      nextAlarm = this;
    }

    boolean isEmpty() {
      return nextAlarm == this;
    }

    @Nullable Alarm first() {
      return nextAlarm == this ? null : nextAlarm;
    }

    void append(Alarm alarm) {
      Alarm last = Objects.requireNonNull(previousAlarm);
      alarm.previousAlarm = last;
      alarm.nextAlarm = this;
      last.nextAlarm = alarm;
      previousAlarm = alarm;
    }

    @Override
    public void fired() {
      throw new AssertionError("not an alarm");
    }
  }
}
