package dev.bide.internal;

import dev.bide.Async;
import dev.bide.AsyncConsumer;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/** A computation with what to do should its value be dropped. */
public final class Discarding<T extends @Nullable Object, X extends Exception>
    implements Async<T, X>, Operator {
  private final Async<T, X> inner;
  private final AsyncConsumer<? super T, ?> discard;

  /** Of both. */
  public Discarding(Async<T, X> inner, AsyncConsumer<? super T, ?> discard) {
    this.inner = inner instanceof Shared<T, X> shared ? shared.view() : inner;
    this.discard = discard;
  }

  /** Lets go of a value. */
  @SuppressWarnings("unchecked") // it is the value of this computation
  Async<?, ?> discard(Object value) {
    return Blocks.of((AsyncConsumer<Object, Exception>) discard, value);
  }

  @Override
  public @Nullable Object poll(Context cx) throws X {
    return inner.poll(cx);
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
