package dev.bide.internal.stream;

import dev.bide.AsyncStream;
import dev.bide.Poll;
import dev.bide.internal.EngineContext;
import dev.bide.runtime.Context;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The items in lists. */
final class Chunks<T, X extends Exception> extends Operator<T, List<T>, X> {
  private final int size;
  private List<T> chunk = new ArrayList<>();
  private boolean over;

  /** Comes after the chunk before it. */
  private @Nullable Throwable failure;

  Chunks(AsyncStream<? extends T, ? extends X> source, int size) {
    super(source);
    if (size <= 0) {
      throw new IllegalArgumentException("the size must be positive: " + size);
    }
    this.size = size;
  }

  @Override
  @Nullable Object pull(Context cx) throws Throwable {
    while (chunk.size() < size && !over) {
      Object r;
      try {
        r = source.ask(cx);
      } catch (Throwable t) {
        failure = t;
        r = null;
      }
      if (r == Poll.PENDING) {
        return r;
      }
      if (r == null) {
        over = true;
      } else {
        chunk.add(item(r));
        if (chunk.size() < size && EngineContext.isBudgetSpent(cx)) {
          return Poll.PENDING;
        }
      }
    }
    if (!chunk.isEmpty()) {
      List<T> full = chunk;
      chunk = new ArrayList<>();
      return full;
    }
    Throwable t = failure;
    if (t != null) {
      failure = null;
      throw t;
    }
    return null;
  }

  @Override
  boolean release(Context cx, boolean abort) throws Throwable {
    chunk.forEach(item -> drop(cx, item));
    chunk = new ArrayList<>();
    Throwable t = failure;
    if (t != null) {
      failure = null;
      dropFailure(cx, t);
    }
    return source.finish(cx, abort);
  }
}
