package dev.bide.internal.sync;

import org.jspecify.annotations.Nullable;

/** Waiters, first in, first out; any may leave. Inside an {@link Access}. */
final class WaitQueue<W extends Waiter> {
  private @Nullable Waiter first;
  private @Nullable Waiter last;

  boolean isEmpty() {
    return first == null;
  }

  void add(W w) {
    Waiter l = last;
    w.before = l;
    if (l == null) {
      first = w;
    } else {
      l.behind = w;
    }
    last = w;
  }

  @SuppressWarnings("unchecked") // only add puts one in
  @Nullable W poll() {
    Waiter f = first;
    if (f != null) {
      remove((W) f);
    }
    return (W) f;
  }

  /** Takes out one that is in the queue. */
  void remove(W w) {
    Waiter b = w.before;
    Waiter a = w.behind;
    if (b == null) {
      first = a;
    } else {
      b.behind = a;
    }
    if (a == null) {
      last = b;
    } else {
      a.before = b;
    }
    w.before = null;
    w.behind = null;
  }
}
