package dev.bide.runtime;

import org.jspecify.annotations.Nullable;

/**
 * Something to do at a time. The fields are the timer implementation's, for queues without nodes.
 */
public abstract class Alarm {
  /** When it fires, in the clock of its {@link Timers}. */
  public long deadlineNanos;

  /** The timer implementation's. */
  public @Nullable Alarm previousAlarm;

  /** The timer implementation's. */
  public @Nullable Alarm nextAlarm;

  /** The timer implementation's: where it is queued; 0 for nowhere. */
  public int slot;

  /** For subclasses. */
  protected Alarm() {}

  /**
   * The time has come. Called by the runtime: a confined one on its own thread, a migrating one on
   * any. Short, never throws.
   */
  public abstract void fired();
}
