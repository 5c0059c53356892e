package dev.bide.internal.sync;

import dev.bide.runtime.Context;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.Waker;
import org.jspecify.annotations.Nullable;

/** From the thread of one confined runtime: the first one that waits. */
final class LocalAccess extends Access {
  private final String what;
  private @Nullable Scheduler home;

  /**
   * Of a kind of primitive.
   *
   * @param what its name, for messages
   */
  LocalAccess(String what) {
    this.what = what;
  }

  @Override
  boolean tryEnter(Context cx) {
    Scheduler s = cx.scheduler();
    if (s != home) {
      bind(s);
    }
    return true;
  }

  private void bind(Scheduler s) {
    if (home != null) {
      throw new IllegalStateException(
          "this local "
              + what
              + " belongs to the runtime '"
              + home.name()
              + "' and was used by a task of the runtime '"
              + s.name()
              + "'; between runtimes use one that is not local");
    }
    if (s.migrates()) {
      throw new IllegalStateException(
          "a local "
              + what
              + " belongs to one thread, and the runtime '"
              + s.name()
              + "' moves tasks between threads; use one that is not local");
    }
    home = s;
  }

  @Override
  void enter() {
    Scheduler s = home;
    if (s != null && s.thread() != s.ownThread()) {
      throw new IllegalStateException(
          "this local "
              + what
              + " belongs to the runtime '"
              + s.name()
              + "' and was used outside that runtime's thread; use one that is not local");
    }
  }

  /** At once: a wake-up on the own thread runs nothing. */
  @Override
  void wake(Waiter w) {
    Waker k = w.waker;
    if (k != null) {
      w.waker = null;
      k.wake();
    }
  }

  @Override
  void leave() {}
}
