package dev.bide.internal.sync;

import dev.bide.runtime.Waker;
import org.jspecify.annotations.Nullable;

/** Who is to be woken once the primitive's {@link Access} was left, in order. */
final class Wakeups {
  private Wakeups() {}

  /**
   * Adds a waiter, which has left its queue, to the front of a list.
   *
   * @return the list
   */
  static Waiter add(@Nullable Waiter list, Waiter w) {
    w.woken = w.waker;
    w.waker = null;
    w.nextWoken = list;
    return w;
  }

  /** Wakes all in a list, those that were added first before the others. Not inside. */
  static void wake(@Nullable Waiter list) {
    if (list == null) {
      return;
    }
    Waiter ordered = list;
    if (list.nextWoken != null) {
      ordered = reversed(list);
    }
    for (Waiter w = ordered; w != null; ) {
      Waiter following = w.nextWoken;
      Waker k = w.woken;
      w.nextWoken = null;
      w.woken = null;
      if (k != null) {
        k.wake();
      }
      w = following;
    }
  }

  private static Waiter reversed(Waiter list) {
    Waiter ordered = list;
    Waiter rest = list.nextWoken;
    ordered.nextWoken = null;
    while (rest != null) {
      Waiter following = rest.nextWoken;
      rest.nextWoken = ordered;
      ordered = rest;
      rest = following;
    }
    return ordered;
  }
}
