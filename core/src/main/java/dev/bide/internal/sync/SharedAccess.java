package dev.bide.internal.sync;

import dev.bide.runtime.Context;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;

/** From any thread. */
final class SharedAccess extends Access {
  private static final int TRIES = 256;
  private static final AtomicIntegerFieldUpdater<SharedAccess> INSIDE =
      AtomicIntegerFieldUpdater.newUpdater(SharedAccess.class, "inside");

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
  void leave() {
    inside = 0;
  }
}
