package dev.bide.internal.stream;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.internal.Cancellation;
import dev.bide.internal.Sneaky;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import dev.bide.weave.v1.Leaf;
import dev.bide.weave.v1.Suspended;
import org.jspecify.annotations.Nullable;

/**
 * A request for the next item.
 *
 * <pre>
 *   FRESH --poll--> ASKS --item, end, failure; or cancelled and withdrawn--> ENDED
 * </pre>
 */
final class Next<T, X extends Exception> implements Async<@Nullable T, X> {
  private static final int FRESH = 0;
  private static final int ASKS = 1;
  private static final int ENDED = 2;

  private @Nullable Stage<T, X> stage;
  private int state = ENDED;
  private boolean cancelled;
  private boolean aborted;
  private @Nullable Waker waker;

  Next() {}

  /** One that an earlier call has left and that may ask again; null when there is none. */
  @SuppressWarnings("unchecked") // it has nothing of a stream in it any more
  static <T, X extends Exception> @Nullable Next<T, X> in(@Nullable Suspended spare) {
    return Leaf.in(spare) instanceof Next<?, ?> n && n.state == ENDED ? (Next<T, X>) n : null;
  }

  /** Makes it as if it were new. */
  void reset(Stage<T, X> of) {
    stage = of;
    state = FRESH;
    cancelled = false;
    aborted = false;
  }

  /** It waits from now on: somebody else has asked. */
  void waitFromNow(Context cx) {
    state = ASKS;
    waker = cx.waker();
  }

  @Override
  public @Nullable Object poll(Context cx) throws X {
    Stage<T, X> s = stage;
    if (s == null) {
      throw new IllegalStateException("polled after its end: a computation runs once");
    }
    boolean over = true;
    try {
      if (state == FRESH) {
        if (cancelled) {
          throw Cancellation.cancelled();
        }
        s.claim(cx, this);
        state = ASKS;
      }
      if (cancelled) {
        over = s.isClosing() || s.letGo(cx, aborted);
        if (over) {
          throw Cancellation.cancelled();
        }
        return Poll.PENDING;
      }
      Object r = s.ask(cx);
      over = r != Poll.PENDING;
      if (!over && waker != cx.waker()) {
        waker = cx.waker();
      }
      return r;
    } catch (Throwable t) {
      throw Sneaky.<X>sneak(t);
    } finally {
      if (over) {
        if (state == ASKS) {
          s.unclaim();
        }
        state = ENDED;
        stage = null;
        waker = null;
      }
    }
  }

  /** The stream is being closed. */
  void wake() {
    if (waker != null) {
      waker.wake();
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  @Override
  public void abort() {
    cancelled = true;
    aborted = true;
  }
}
