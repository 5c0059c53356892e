package dev.bide.internal.stream;

import dev.bide.AsyncFunction;
import dev.bide.AsyncStream;
import dev.bide.Poll;
import dev.bide.internal.Blocks;
import dev.bide.internal.EngineContext;
import dev.bide.runtime.Context;
import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/** All items of the collections that a function makes. */
final class FlatMapIterable<T, R, X extends Exception> extends Operator<T, R, X> {
  private final AsyncFunction<? super T, ? extends Iterable<? extends R>, ? extends X> f;
  private @Nullable Iterator<?> inner;

  FlatMapIterable(
      AsyncStream<? extends T, ? extends X> source,
      AsyncFunction<? super T, ? extends Iterable<? extends R>, ? extends X> f) {
    super(source);
    this.f = f;
  }

  @Override
  @Nullable Object pull(Context cx) throws Throwable {
    for (; ; ) {
      Iterator<?> i = inner;
      if (i != null) {
        if (i.hasNext()) {
          return checked(i.next(), "a collection from flatMapIterable's function");
        }
        inner = null;
        if (EngineContext.isBudgetSpent(cx)) {
          return Poll.PENDING;
        }
      }
      Object made;
      if (run.isRunning()) {
        made = run.poll(cx);
      } else {
        Object r = source.ask(cx);
        if (r == null || r == Poll.PENDING) {
          return r;
        }
        made = run.isSpent() ? run.again(cx, r) : run.first(cx, Blocks.of(f, item(r)));
      }
      if (made == Poll.PENDING) {
        return made;
      }
      if (made != null) { // as flatMap of the JDK has it: null is empty
        inner = ((Iterable<?>) made).iterator();
      }
    }
  }
}
