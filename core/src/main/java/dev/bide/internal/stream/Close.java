package dev.bide.internal.stream;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.internal.Enclosing;
import dev.bide.internal.Sneaky;
import dev.bide.internal.Uncut;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/** Closes a stream. A cancel does not cut it short; an abort does. */
final class Close<X extends Exception> implements Async<@Nullable Void, X>, Enclosing, Uncut {
  private final Stage<?, X> stage;
  private boolean ended;
  private boolean aborted;
  private boolean uncut;

  Close(Stage<?, X> stage) {
    this.stage = stage;
  }

  @Override
  public @Nullable Object poll(Context cx) throws X {
    if (ended) {
      throw new IllegalStateException("polled after its end: a computation runs once");
    }
    boolean over = true;
    try {
      Object r = stage.pollClose(cx, this, aborted);
      over = r != Poll.PENDING;
      return r;
    } catch (Throwable t) {
      throw Sneaky.<X>sneak(t);
    } finally {
      ended = over;
    }
  }

  @Override
  public void startsAnyway() {
    uncut = true;
  }

  @Override
  public boolean isUncut() {
    return uncut;
  }

  @Override
  public boolean isInside() {
    return stage.isPolled();
  }

  @Override
  public void cancel() {} // what was opened is closed all the same

  @Override
  public void abort() {
    aborted = true;
  }
}
