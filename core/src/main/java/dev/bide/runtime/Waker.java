package dev.bide.runtime;

/**
 * Asks for a poll. A leaf that returns {@code PENDING} keeps the context's waker and calls it when
 * the leaf may go on.
 */
public interface Waker {
  /**
   * Asks for a poll that begins after this call and sees all that was written before it. May be
   * called from any thread, any number of times, also after the end. Never polls, never blocks,
   * never throws. Calls coalesce and are never lost.
   */
  void wake();
}
