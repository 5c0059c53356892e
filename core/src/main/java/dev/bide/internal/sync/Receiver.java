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

  private final Channel<T> channel;
  private int state;
  private boolean cancelled;

  /** An item is kept for this one. Inside. */
  boolean granted;

  /** Nothing comes any more. Inside. */
  boolean over;

  Receiver(Channel<T> channel) {
    this.channel = channel;
  }

  /** Takes at least one item of the channel. Inside. */
  abstract void take(Channel<T> channel);

  /** What it returns: after {@link #take}, or without it at the end. Not inside. */
  abstract @Nullable Object result();

  /** See {@link Async#poll}. */
  public @Nullable Object poll(Context cx) {
    if (state == ENDED) {
      throw new IllegalStateException("polled after its end: a computation runs once");
    }
    if (!channel.access.tryEnter(cx)) {
      return Poll.PENDING;
    }
    boolean takes = false;
    if (cancelled) {
      if (granted) {
        channel.useGrant();
        channel.grant();
      } else if (state == WAITS && !over) {
        channel.gaveUp(this);
      }
    } else if (granted) {
      channel.useGrant();
      takes = true;
    } else if (state == FRESH && channel.hasFree()) {
      takes = true;
    } else if (!over && !(state == FRESH && channel.isOver())) {
      if (state == FRESH) {
        state = WAITS;
        channel.waits(this);
      }
      if (waker != cx.waker()) {
        waker = cx.waker();
      }
      channel.leave();
      return Poll.PENDING;
    }
    if (takes) {
      take(channel);
    }
    state = ENDED;
    waker = null;
    channel.leave();
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
