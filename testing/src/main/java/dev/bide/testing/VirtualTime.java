package dev.bide.testing;

import dev.bide.runtime.Alarm;
import dev.bide.runtime.Timers;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** A clock that stands still until it is set, with alarms in the order of their deadlines. */
final class VirtualTime implements Timers {
  /** Alarms of one deadline fire in the order in which they were set. */
  private record Due(long nanos, int order) implements Comparable<Due> {
    @Override
    public int compareTo(Due other) {
      int c = Long.compare(nanos, other.nanos);
      return c != 0 ? c : Integer.compare(order, other.order);
    }
  }

  private final TreeMap<Due, Alarm> alarms = new TreeMap<>(); // the key is in the alarm's fields
  private long now;
  private int last;

  VirtualTime() {}

  @Override
  public synchronized long nanoTime() {
    return now;
  }

  @Override
  public synchronized void schedule(Alarm alarm, long deadlineNanos) {
    if (alarm.slot != 0) {
      throw new IllegalStateException("this alarm is scheduled already");
    }
    alarm.deadlineNanos = deadlineNanos;
    alarm.slot = ++last;
    alarms.put(new Due(deadlineNanos, alarm.slot), alarm);
  }

  @Override
  public synchronized void cancel(Alarm alarm) {
    if (alarm.slot != 0) {
      alarms.remove(new Due(alarm.deadlineNanos, alarm.slot));
      alarm.slot = 0;
    }
  }

  synchronized void set(long nanos) {
    now = nanos;
  }

  synchronized boolean hasAlarm() {
    return !alarms.isEmpty();
  }

  synchronized int size() {
    return alarms.size();
  }

  synchronized long nextDeadline() {
    return alarms.firstKey().nanos();
  }

  private synchronized @Nullable Alarm takeDue(int newest) {
    if (alarms.isEmpty() || alarms.firstKey().nanos() - now > 0) {
      return null;
    }
    Alarm first = alarms.firstEntry().getValue();
    if (first.slot - newest > 0) {
      return null; // set while others fired: next time
    }
    cancel(first);
    return first;
  }

  /** Fires what is due; whether there was anything. */
  boolean fireDue() {
    int newest;
    synchronized (this) {
      newest = last;
    }
    boolean any = false;
    for (Alarm a = takeDue(newest); a != null; a = takeDue(newest)) {
      any = true;
      a.fired();
    }
    return any;
  }
}
