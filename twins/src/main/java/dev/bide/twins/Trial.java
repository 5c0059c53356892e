package dev.bide.twins;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One run of one twin: its schedule and all that it has done. Belongs to one thread. */
public abstract class Trial {
  private static final ThreadLocal<@Nullable Trial> CURRENT = new ThreadLocal<>();
  private static final int FUEL = 4000;

  private final Schedule schedule;
  private final List<String> events = new ArrayList<>();
  private int waits;

  /** A run that has not begun. */
  protected Trial(Schedule schedule) {
    this.schedule = schedule;
  }

  /** The run of this thread. */
  public static Trial current() {
    Trial t = CURRENT.get();
    if (t == null) {
      throw new IllegalStateException("no program is running");
    }
    return t;
  }

  /** Makes a run that of this thread; null for none. */
  public static void enter(@Nullable Trial trial) {
    CURRENT.set(trial);
  }

  /** How the waits go. */
  public final Schedule schedule() {
    return schedule;
  }

  /** All that has happened, in order. */
  public final List<String> events() {
    return Collections.unmodifiableList(events);
  }

  /** How many waits have started. */
  public final int waits() {
    return waits;
  }

  /** Notes something that can be seen from outside. */
  public final void event(String what) {
    if (events.size() >= FUEL) {
      throw new OutOfFuel();
    }
    events.add(what);
  }

  /** Notes that a wait starts, and gives its number. */
  public final int startWait(String what) {
    int n = waits++;
    event("wait " + n + " " + what);
    return n;
  }

  /** Ends a program that would go on for too long, in both twins at the same event. */
  static final class OutOfFuel extends Error {
    private static final long serialVersionUID = 1;

    OutOfFuel() {
      super("out of fuel", null, false, false);
    }
  }
}
