package dev.bide.internal.sync;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.internal.Cancellation;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/**
 * Waits for an item of a channel. Takes it in the poll that returns it.
 *
 * <pre>
 *   FRESH --nothing free--> WAITS --granted, over, or cancelled--> ENDED
 * </pre>
 */
abstract class Receiver<T> extends Waiter {
  private static final int FRESH = 0;
  private static final int WAITS = 1;
  private static final int ENDED = 2;

  private @Nullable Channel<T> channel;
  private int state = ENDED;
  private boolean cancelled;

  /** An item is kept for this one. Inside. */
  boolean granted;

  /** Nothing comes any more. Inside. */
  boolean over;

  Receiver() {}

  /** Whether it has ended and may wait again. */
  final boolean isFree() {
    return state == ENDED && !listed;
  }

  /** Makes it as if it were new. */
  final void reset(Channel<T> of) {
    channel = of;
    state = FRESH;
    cancelled = false;
    granted = false;
    over = false;
  }

  /** Begins to wait. Inside. */
  final void waitInside(Context cx, Channel<T> of) {
    state = WAITS;
    of.waits(this);
    waker = cx.waker();
  }

  /** Takes at least one item of the channel. Inside. */
  abstract void take(Channel<T> channel);

  /** What it returns: after {@link #take}, or without it at the end. Not inside. */
  abstract @Nullable Object result();

  /** See {@link Async#poll}. */
  public @Nullable Object poll(Context cx) {
    Channel<T> c = channel;
    if (c == null) {
      throw new IllegalStateException("polled after its end: a computation runs once");
    }
    if (!c.access.tryEnter(cx)) {
      return Poll.PENDING;
    }
    boolean takes = false;
    if (cancelled) {
      if (granted) {
        c.useGrant();
        c.grant();
      } else if (state == WAITS && !over) {
        c.gaveUp(this);
      }
    } else if (granted) {
      c.useGrant();
      takes = true;
    } else if (state == FRESH && c.hasFree()) {
      takes = true;
    } else if (!over && !(state == FRESH && c.isOver())) {
      if (state == FRESH) {
        waitInside(cx, c);
      } else if (waker != cx.waker()) {
        waker = cx.waker();
      }
      c.access.leave();
      return Poll.PENDING;
    }
    if (takes) {
      take(c);
    }
    state = ENDED;
    waker = null;
    channel = null;
    c.access.leave();
    if (cancelled) {
      throw Cancellation.cancelled();
    }
    return result();
  }

  /** See {@link Async#cancel}. */
  public void cancel() {
    cancelled = true;
  }
}
