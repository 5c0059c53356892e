package dev.bide.internal.stream;

import dev.bide.AsyncStream;
import dev.bide.Poll;
import dev.bide.internal.EngineContext;
import dev.bide.runtime.Context;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Each item once. */
final class Distinct<T, X extends Exception> extends Operator<T, T, X> {
  private final Set<Object> seen = new HashSet<>();

  Distinct(AsyncStream<? extends T, ? extends X> source) {
    super(source);
  }

  @Override
  @Nullable Object pull(Context cx) throws Throwable {
    for (; ; ) {
      Object r = source.ask(cx);
      if (r == null || r == Poll.PENDING || seen.add(r)) {
        return r;
      }
      if (EngineContext.isBudgetSpent(cx)) {
        return Poll.PENDING;
      }
    }
  }
}
