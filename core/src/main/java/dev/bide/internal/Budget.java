package dev.bide.internal;

import dev.bide.Poll;
import dev.bide.runtime.Context;

/** The charge for what a hand-written computation starts inside its own poll. */
public final class Budget {
  private Budget() {}

  /**
   * Charges for one start.
   *
   * @return whether the budget is spent: the computation is to return {@link Poll#PENDING} without
   *     starting anything, and is polled again after one turn
   */
  public static boolean isSpent(Context context) {
    EngineContext cx = EngineContext.of(context);
    if (--cx.budget >= 0) {
      return false;
    }
    cx.root().goOnNextTurn(cx);
    return true;
  }
}
