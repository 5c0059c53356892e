package dev.bide.internal.sync;

import dev.bide.runtime.Context;

/**
 * Makes a primitive's short operations one at a time. No user code and no wake-up runs inside.
 *
 * <p>What a poll cannot enter soon it tries again in its next turn, so that a task never spins for
 * the whole time for which the system has taken the processor from the one who is inside.
 */
abstract class Access {
  /**
   * Enters from a poll.
   *
   * @return false when it is to be tried again in the next turn, for which {@code cx} was woken
   */
  abstract boolean tryEnter(Context cx);

  /** Enters from anywhere else. */
  abstract void enter();

  /** Wakes one who has left its queue, at the latest when this is left. Inside. */
  abstract void wake(Waiter w);

  /** Lets the next one in. */
  abstract void leave();
}
