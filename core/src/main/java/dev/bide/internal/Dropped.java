package dev.bide.internal;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/** A computation without its value. */
final class Dropped<X extends Exception> implements Async<@Nullable Void, X>, Operator {
  private final Async<?, ? extends X> inner;

  Dropped(Async<?, ? extends X> inner) {
    this.inner = inner;
  }

  @Override
  public @Nullable Object poll(Context cx) throws X {
    Object r = inner.poll(cx);
    return r == Poll.PENDING ? r : null;
  }

  @Override
  public void cancel() {
    inner.cancel();
  }

  @Override
  public void abort() {
    inner.abort();
  }
}
