package dev.bide.internal.sync;

import dev.bide.Async;
import dev.bide.ChannelClosedException;
import dev.bide.Poll;
import dev.bide.internal.Cancellation;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/**
 * Waits for room in a channel.
 *
 * <pre>
 *   FRESH --full--> WAITS --taken, refused, or cancelled--> ENDED
 * </pre>
 */
final class Send<T> extends Waiter implements Async<@Nullable Void, RuntimeException> {
  private static final int FRESH = 0;
  private static final int WAITS = 1;
  private static final int ENDED = 2;

  private final Channel<T> channel;
  private @Nullable T item;
  private int state;
  private boolean cancelled;

  /** The channel has the item. Inside. */
  boolean taken;

  /** The channel was closed. Inside. */
  boolean refused;

  Send(Channel<T> channel, T item) {
    this.channel = channel;
    this.item = item;
  }

  /** The item, once. */
  T item() {
    T i = item;
    if (i == null) {
      throw new AssertionError("sent twice");
    }
    item = null;
    return i;
  }

  @Override
  public @Nullable Object poll(Context cx) {
    if (state == ENDED) {
      throw new IllegalStateException("polled after its end: a computation runs once");
    }
    if (!channel.access.tryEnter(cx)) {
      return Poll.PENDING;
    }
    if (state == FRESH && !cancelled) {
      T i = item;
      if (channel.isClosedInside()) {
        refused = true;
      } else if (i != null && channel.put(i)) {
        taken = true;
      } else {
        channel.waits(this);
        state = WAITS;
      }
    }
    if (!taken && !refused && !cancelled) {
      if (waker != cx.waker()) {
        waker = cx.waker();
      }
      channel.leave();
      return Poll.PENDING;
    }
    if (state == WAITS && !taken && !refused) {
      channel.gaveUp(this);
    }
    state = ENDED;
    waker = null;
    item = null;
    channel.leave();
    if (taken) {
      return null; // also when cancelled: the channel has it
    }
    if (cancelled) {
      throw Cancellation.cancelled();
    }
    throw new ChannelClosedException();
  }

  @Override
  public void cancel() {
    cancelled = true;
  }
}
