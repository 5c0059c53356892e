package dev.bide.internal.stream;

import dev.bide.AsyncStream;
import dev.bide.Poll;
import dev.bide.internal.EngineContext;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/** All items but the first so many. */
final class Skip<T, X extends Exception> extends Operator<T, T, X> {
  private long rest;

  Skip(AsyncStream<? extends T, ? extends X> source, long n) {
    super(source);
    if (n < 0) {
      throw new IllegalArgumentException("how many must not be negative: " + n);
    }
    this.rest = n;
  }

  @Override
  @Nullable Object pull(Context cx) throws Throwable {
    for (; ; ) {
      Object r = source.ask(cx);
      if (r == null || r == Poll.PENDING || rest == 0) {
        return r;
      }
      rest--;
      if (EngineContext.isBudgetSpent(cx)) {
        return Poll.PENDING;
      }
    }
  }
}
