package dev.bide.internal.stream;

import dev.bide.AsyncConsumer;
import dev.bide.AsyncStream;
import dev.bide.Poll;
import dev.bide.internal.Blocks;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/** The same items, seen by a function first. */
final class Peek<T, X extends Exception> extends Operator<T, T, X> {
  private final AsyncConsumer<? super T, ? extends X> f;

  /** While it is being looked at. */
  private @Nullable Object seen;

  Peek(AsyncStream<? extends T, ? extends X> source, AsyncConsumer<? super T, ? extends X> f) {
    super(source);
    this.f = f;
  }

  @Override
  @Nullable Object pull(Context cx) throws Throwable {
    Object looked;
    if (run.isRunning()) {
      looked = run.poll(cx);
    } else {
      Object r = source.ask(cx);
      if (r == null || r == Poll.PENDING) {
        return r;
      }
      seen = r;
      looked = run.isSpent() ? run.again(cx, r) : run.first(cx, Blocks.of(f, item(r)));
    }
    if (looked == Poll.PENDING) {
      return Poll.PENDING;
    }
    Object item = seen;
    seen = null;
    return item;
  }

  @Override
  boolean release(Context cx, boolean abort) throws Throwable {
    if (!run.end(cx, abort, this)) {
      return false;
    }
    drop(cx, seen);
    seen = null;
    return source.finish(cx, abort);
  }
}
