package dev.bide.internal.stream;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.internal.Application;
import dev.bide.internal.Attached;
import dev.bide.internal.Block;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What a stage is waiting for on an item's way: its function, mostly. Polled by whoever asks the
 * stage, inside that one's poll, which is the fastest; when nobody asks any more, as a part of the
 * task. What runs a function is made for the first item and runs it for the others, too, since
 * nobody else knows of it: unless it was attached.
 *
 * <pre>
 *            begin              keepGoing
 *   IDLE -----------> DIRECT --------------> ATTACHED
 *     ^                 |                       |
 *     |_________________|_______________________|  poll: outcome; end
 * </pre>
 */
final class Run implements Attached.Listener {
  private @Nullable Async<?, ?> direct;

  /** {@link #direct} has ended: it has run a function, and may run it {@link #again}. */
  private boolean spent;

  private @Nullable Attached attached;
  private @Nullable Waker waiter;
  private boolean cancelled;
  private boolean aborted;

  /** Whether there is something whose outcome was not taken. */
  boolean isRunning() {
    return (direct != null && !spent) || attached != null;
  }

  /** Takes something to be waited for. It starts when polled. */
  void begin(Async<?, ?> a) {
    direct = a;
    fresh();
  }

  /** Begins it and polls it. */
  @Nullable Object first(Context cx, Async<?, ?> a) throws Throwable {
    begin(a);
    return poll(cx);
  }

  /** Whether a function's run is there that has ended, to be {@linkplain #again run again}. */
  boolean isSpent() {
    return spent;
  }

  /** Runs the function of the run that has ended for another item: begins and polls it. */
  @Nullable Object again(Context cx, Object a) throws Throwable {
    Application<?, ?, ?> d = (Application<?, ?, ?>) Objects.requireNonNull(direct);
    fresh();
    boolean over = true;
    try {
      Object r = d.pollAgain(cx, a);
      over = r != Poll.PENDING;
      return r;
    } finally {
      spent = over;
    }
  }

  /** The same for a function of two. */
  @Nullable Object again(Context cx, Object a, Object b) throws Throwable {
    Application.OfBiFunction<?, ?, ?, ?> d =
        (Application.OfBiFunction<?, ?, ?, ?>) Objects.requireNonNull(direct);
    fresh();
    boolean over = true;
    try {
      Object r = d.pollAgain(cx, a, b);
      over = r != Poll.PENDING;
      return r;
    } finally {
      spent = over;
    }
  }

  private void fresh() {
    spent = false;
    cancelled = false;
    aborted = false;
  }

  /** Whether a part of the task is being polled that it cannot end before. */
  boolean isPolled() {
    Async<?, ?> d = direct;
    return d == null ? attached != null && attached.isRunningInside() : Attached.isInside(d);
  }

  /** Its outcome, or {@code PENDING}. */
  @Nullable Object poll(Context cx) throws Throwable {
    Attached a = attached;
    if (a != null) {
      if (!a.hasEnded()) {
        waiter = cx.waker();
        return Poll.PENDING;
      }
      attached = null;
      waiter = null;
      Throwable t = a.takeFailure();
      if (t != null) {
        throw t;
      }
      return a.value();
    }
    Async<?, ?> d = direct;
    if (d == null || spent) {
      throw new AssertionError("nothing runs");
    }
    boolean over = true;
    try {
      Object r = d.poll(cx);
      over = r != Poll.PENDING;
      return r;
    } finally {
      if (over) {
        // A block or not is asked first: what is none should not have that class loaded.
        if (d instanceof Block<?, ?> && d instanceof Application<?, ?, ?>) {
          spent = true;
        } else {
          direct = null;
        }
      }
    }
  }

  /** Nobody asks for it at the moment: it goes on as a part of the task. */
  void keepGoing(Context cx) {
    Async<?, ?> d = direct;
    if (d != null && !spent) {
      Attached a = new Attached(cx, d, this);
      direct = null;
      attached = a;
      a.wakeSoon(); // it is to leave its own waker where it waits
    }
    waiter = null;
  }

  /** Asks it to end. */
  void cancel(boolean abort) {
    if (!cancelled) {
      cancelled = true;
      if (direct != null) {
        direct.cancel();
      } else if (attached != null) {
        attached.cancelSoon();
      }
    }
    if (abort && !aborted) {
      aborted = true;
      if (direct != null) {
        direct.abort();
      } else if (attached != null) {
        attached.abortSoon();
      }
    }
  }

  /**
   * Cancels it and waits for its end, when the stage is closed. Its value is dropped.
   *
   * @return false to be polled again
   */
  boolean end(Context cx, boolean abort, Stage<?, ?> stage) {
    if (!isRunning()) {
      return true;
    }
    cancel(abort);
    try {
      Object r = poll(cx);
      if (r == Poll.PENDING) {
        return false;
      }
      stage.drop(cx, r);
    } catch (Throwable t) {
      Stage.dropFailure(cx, t);
    }
    return true;
  }

  /**
   * Waits for its end without a cancel, when the stage is closed.
   *
   * @return false to be polled again
   */
  boolean awaitEnd(Context cx, boolean abort) throws Throwable {
    if (!isRunning()) {
      return true;
    }
    if (abort) {
      cancel(true);
    }
    return poll(cx) != Poll.PENDING;
  }

  @Override
  public void attachedEnded(Attached ended) {
    Waker w = waiter;
    if (w != null) {
      waiter = null;
      w.wake();
    }
  }
}
