package dev.bide.internal.sync;

import dev.bide.Async;
import dev.bide.ChannelClosedException;
import dev.bide.Poll;
import dev.bide.internal.Cancellation;
import dev.bide.runtime.Context;
import dev.bide.weave.v1.Leaf;
import dev.bide.weave.v1.Suspended;
import java.util.Objects;
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

  private @Nullable Channel<T> channel;
  private @Nullable T item;
  private int state = ENDED;
  private boolean cancelled;

  /** The channel has the item. Inside. */
  boolean taken;

  /** The channel was closed. Inside. */
  boolean refused;

  Send() {}

  /** One that an earlier call has left and that may wait again; null when there is none. */
  @SuppressWarnings("unchecked") // it has nothing of a channel in it any more
  static <T> @Nullable Send<T> in(@Nullable Suspended spare) {
    return Leaf.in(spare) instanceof Send<?> s && s.state == ENDED && !s.listed
        ? (Send<T>) s
        : null;
  }

  /** Makes it as if it were new. */
  void reset(Channel<T> to, T what) {
    channel = to;
    item = what;
    state = FRESH;
    cancelled = false;
    taken = false;
    refused = false;
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

  /** Begins to wait. Inside. */
  void waitInside(Context cx) {
    Objects.requireNonNull(channel).waits(this);
    state = WAITS;
    waker = cx.waker();
  }

  @Override
  public @Nullable Object poll(Context cx) {
    Channel<T> c = channel;
    if (c == null) {
      throw new IllegalStateException("polled after its end: a computation runs once");
    }
    if (!c.access.tryEnter(cx)) {
      return Poll.PENDING;
    }
    if (state == FRESH && !cancelled) {
      T i = item;
      if (c.isClosedInside()) {
        refused = true;
      } else if (i != null && c.putOrLeave(i)) {
        taken = true;
      } else {
        waitInside(cx);
      }
    }
    if (!taken && !refused && !cancelled) {
      if (waker != cx.waker()) {
        waker = cx.waker();
      }
      c.access.leave();
      return Poll.PENDING;
    }
    if (state == WAITS && !taken && !refused) {
      c.gaveUp(this);
    }
    state = ENDED;
    waker = null;
    item = null;
    channel = null;
    c.access.leave();
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
