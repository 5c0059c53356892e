package dev.bide.internal.stream;

import dev.bide.Async;
import dev.bide.AsyncStream;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * The values of computations, made one after the other, up to the first null. Where a request is
 * withdrawn, the computation is cancelled; what it gives all the same is kept.
 */
final class Leaves<T, X extends Exception> extends Stage<T, X> {
  private final Supplier<? extends Async<@Nullable T, X>> next;

  /** To be closed in the end; null for none. */
  private final @Nullable AsyncStream<T, X> from;

  private final Run leaf = new Run();
  private final Run closing = new Run();
  private @Nullable Object kept;
  private boolean closed;

  Leaves(Supplier<? extends Async<@Nullable T, X>> next, @Nullable AsyncStream<T, X> from) {
    this.next = next;
    this.from = from;
  }

  @Override
  @Nullable Object pull(Context cx) throws Throwable {
    Object item = kept;
    if (item != null) {
      kept = null;
      return item;
    }
    if (!leaf.isRunning()) {
      leaf.begin(next.get());
    }
    return leaf.poll(cx);
  }

  @Override
  boolean isInside() {
    return leaf.isPolled() || closing.isPolled();
  }

  @Override
  boolean withdraw(Context cx, boolean abort) throws Throwable {
    if (!leaf.isRunning()) {
      return true;
    }
    leaf.cancel(abort);
    try {
      Object r = leaf.poll(cx);
      if (r == Poll.PENDING) {
        return false;
      }
      kept = r; // null at the end: then the next one asked gives null again
    } catch (Cancelled c) {
      dropFailure(cx, c); // as it was asked to
    }
    return true;
  }

  @Override
  boolean release(Context cx, boolean abort) throws Throwable {
    if (!leaf.end(cx, abort, this)) {
      return false;
    }
    drop(cx, kept);
    kept = null;
    if (from != null && !closed) {
      closed = true;
      closing.begin(from.closeAsync());
    }
    return closing.awaitEnd(cx, abort);
  }
}
