package dev.bide.internal.stream;

import dev.bide.AsyncStream;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/** The first so many items. */
final class Limit<T, X extends Exception> extends Operator<T, T, X> {
  private long rest;

  Limit(AsyncStream<? extends T, ? extends X> source, long n) {
    super(source);
    if (n < 0) {
      throw new IllegalArgumentException("how many must not be negative: " + n);
    }
    this.rest = n;
  }

  @Override
  @Nullable Object pull(Context cx) throws Throwable {
    if (rest == 0) {
      return null;
    }
    Object r = source.ask(cx);
    if (r != null && r != Poll.PENDING) {
      rest--;
    }
    return r;
  }
}
