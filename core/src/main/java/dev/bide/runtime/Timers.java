package dev.bide.runtime;

/**
 * The capability of waiting for a time. Virtual in tests and simulations.
 *
 * <p>A confined runtime's is used on its own thread only; a migrating runtime's from any of its
 * threads.
 */
public interface Timers {
  /** The monotonic clock, in nanoseconds since any fixed point. May be read once a turn. */
  long nanoTime();

  /**
   * Calls {@link Alarm#fired} once, when {@link #nanoTime} has reached the deadline. An alarm is
   * scheduled at most once at a time.
   */
  void schedule(Alarm alarm, long deadlineNanos);

  /** Forgets an alarm. Does nothing when it is not scheduled or has fired. */
  void cancel(Alarm alarm);
}
