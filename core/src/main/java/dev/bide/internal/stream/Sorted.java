package dev.bide.internal.stream;

import dev.bide.AsyncStream;
import dev.bide.Poll;
import dev.bide.internal.EngineContext;
import dev.bide.runtime.Context;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** All items in an order. */
final class Sorted<T, X extends Exception> extends Operator<T, T, X> {
  private final Comparator<? super T> order;
  private final List<T> items = new ArrayList<>();
  private boolean sorted;

  /** How many were handed on. */
  private int taken;

  Sorted(AsyncStream<? extends T, ? extends X> source, Comparator<? super T> order) {
    super(source);
    this.order = order;
  }

  @Override
  @Nullable Object pull(Context cx) throws Throwable {
    while (!sorted) {
      Object r = source.ask(cx);
      if (r == Poll.PENDING) {
        return r;
      }
      if (r == null) {
        items.sort(order);
        sorted = true;
      } else {
        items.add(item(r));
        if (EngineContext.isBudgetSpent(cx)) {
          return Poll.PENDING;
        }
      }
    }
    return taken < items.size() ? items.get(taken++) : null;
  }

  @Override
  boolean release(Context cx, boolean abort) throws Throwable {
    while (taken < items.size()) {
      drop(cx, items.get(taken++));
    }
    return source.finish(cx, abort);
  }
}
