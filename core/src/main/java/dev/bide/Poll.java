package dev.bide;

import dev.bide.weave.v1.Suspended;

/** What {@link Async#poll} returns when there is no value yet. */
public final class Poll extends Suspended {
  /**
   * Not ready: the computation has arranged a wake-up. Compare with {@code ==}; it has no other
   * use.
   */
  public static final Object PENDING = new Poll();

  private Poll() {}

  @Override
  public String toString() {
    return "PENDING";
  }
}
