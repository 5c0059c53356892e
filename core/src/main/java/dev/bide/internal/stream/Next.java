package dev.bide.internal.stream;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.internal.Cancellation;
import dev.bide.internal.Sneaky;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
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

  private final Stage<T, X> stage;
  private int state = FRESH;
  private boolean cancelled;
  private boolean aborted;
  private @Nullable Waker waker;

  Next(Stage<T, X> stage) {
    this.stage = stage;
  }

  @Override
  public @Nullable Object poll(Context cx) throws X {
    if (state == ENDED) {
      throw new IllegalStateException("polled after its end: a computation runs once");
    }
    boolean over = true;
    try {
      if (state == FRESH) {
        if (cancelled) {
          throw Cancellation.cancelled();
        }
        stage.claim(cx, this);
        state = ASKS;
      }
      if (cancelled) {
        over = stage.isClosing() || stage.letGo(cx, aborted);
        if (over) {
          throw Cancellation.cancelled();
        }
        return Poll.PENDING;
      }
      Object r = stage.ask(cx);
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
          stage.unclaim();
        }
        state = ENDED;
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
