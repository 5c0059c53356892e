package dev.bide.internal.sync;

import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/** From any thread. */
final class SharedAccess extends Access {
  private static final int TRIES = 256;
  private static final AtomicIntegerFieldUpdater<SharedAccess> INSIDE =
      AtomicIntegerFieldUpdater.newUpdater(SharedAccess.class, "inside");

  /**
   * Whom to wake when it is left. Of the first two only the wakers are kept, so that these waiters
   * may wait again while their wakers are still being called.
   */
  private @Nullable Waker first;

  private @Nullable Waker second;
  private @Nullable Waiter others;

  /** 1 while somebody is inside. */
  private volatile int inside;

  @Override
  boolean tryEnter(Context cx) {
    for (int i = 0; i < TRIES; i++) {
      if (inside == 0 && INSIDE.compareAndSet(this, 0, 1)) {
        return true;
      }
    }
    cx.waker().wake();
    return false;
  }

  @Override
  void enter() {
    while (inside != 0 || !INSIDE.compareAndSet(this, 0, 1)) {
      // a few dozen instructions of another thread
    }
  }

  @Override
  void wake(Waiter w) {
    Waker k = w.waker;
    if (k == null) {
      return;
    }
    if (first == null) {
      w.waker = null;
      first = k;
    } else if (second == null) {
      w.waker = null;
      second = k;
    } else {
      w.listed = true;
      others = Wakeups.add(others, w);
    }
  }

  @Override
  void leave() {
    Waker a = first;
    if (a == null) {
      inside = 0;
      return;
    }
    Waker b = second;
    Waiter list = others;
    first = null;
    second = null;
    others = null;
    inside = 0;
    a.wake();
    if (b != null) {
      b.wake();
    }
    Wakeups.wake(list);
  }
}
