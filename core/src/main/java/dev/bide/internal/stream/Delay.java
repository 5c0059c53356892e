package dev.bide.internal.stream;

import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.internal.Sleep;
import dev.bide.runtime.Context;
import dev.bide.runtime.Timers;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A wait for a time inside a stage's poll. */
final class Delay {
  private @Nullable Sleep sleep;

  static long now(Context cx) {
    return cx.capability(Timers.class).nanoTime();
  }

  /** Whether the time has come; else {@code cx.waker()} is woken then. */
  boolean isOver(Context cx, long deadline) {
    Sleep s = sleep;
    if (s == null) {
      long rest = deadline - now(cx);
      if (rest <= 0) {
        return true;
      }
      s = new Sleep(Duration.ofNanos(rest));
      sleep = s;
    }
    if (s.poll(cx) == Poll.PENDING) {
      return false;
    }
    sleep = null;
    return true;
  }

  /** Waits no more. */
  void drop(Context cx) {
    Sleep s = sleep;
    if (s != null) {
      sleep = null;
      s.cancel();
      try {
        s.poll(cx);
      } catch (Cancelled c) {
        // as it was asked to
      }
    }
  }
}
