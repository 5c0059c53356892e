package dev.bide.internal.stream;

import dev.bide.AsyncCloseable;
import dev.bide.Cancelled;
import dev.bide.internal.Attached;
import dev.bide.internal.Shielded;
import dev.bide.runtime.Context;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.Waker;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Closes items that nobody took. Failures are reported: whoever closes the stream is not at fault.
 */
final class Dropping implements Attached.Listener {
  private static final String WHAT = "closing an item that nobody took from a stream failed";

  private final List<Attached> open = new ArrayList<>();
  private @Nullable Waker waiter;
  private @Nullable Scheduler scheduler;

  void drop(Context cx, Object item) {
    scheduler = cx.scheduler();
    try {
      if (item instanceof AsyncCloseable<?> c) {
        Attached a = new Attached(cx, new Shielded<>(c.closeAsync()), this);
        open.add(a);
        a.wakeSoon();
      } else if (item instanceof AutoCloseable c) {
        c.close();
      }
    } catch (Throwable t) {
      report(t);
    }
  }

  private void report(Throwable t) {
    if (scheduler != null) {
      scheduler.failed(WHAT, t);
    }
  }

  /** Whether a closing is being polled, or a root is that it cannot end before. */
  boolean isPolled() {
    for (Attached a : open) {
      if (a.isRunningInside()) {
        return true;
      }
    }
    return false;
  }

  /** Whether all are closed; false to be polled again. */
  boolean isDone(Context cx, boolean abort) {
    if (open.isEmpty()) {
      return true;
    }
    if (abort) {
      open.forEach(Attached::abortSoon);
    }
    waiter = cx.waker();
    return false;
  }

  @Override
  public void attachedEnded(Attached ended) {
    Throwable t = ended.takeFailure();
    if (t != null && !(t instanceof Cancelled)) {
      report(t);
    }
    open.remove(ended);
    if (open.isEmpty() && waiter != null) {
      waiter.wake();
    }
  }
}
