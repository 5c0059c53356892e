package dev.bide.internal.stream;

import dev.bide.AsyncFunction;
import dev.bide.AsyncStream;
import dev.bide.Poll;
import dev.bide.internal.Blocks;
import dev.bide.internal.EngineContext;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/** All items of the streams that a function makes. */
final class FlatMap<T, R, X extends Exception> extends Flattening<R, X> {
  private final Stage<T, ?> source;
  private final AsyncFunction<
          ? super T, ? extends AsyncStream<? extends R, ? extends X>, ? extends X>
      f;
  private final Run run = new Run();

  FlatMap(
      AsyncStream<? extends T, ? extends X> source,
      AsyncFunction<? super T, ? extends AsyncStream<? extends R, ? extends X>, ? extends X> f) {
    this.source = own(source);
    this.f = f;
  }

  @Override
  @SuppressWarnings("unchecked") // what a source of T gives
  @Nullable Object nextInner(Context cx) throws Throwable {
    for (; ; ) {
      Object made;
      if (run.isRunning()) {
        made = run.poll(cx);
      } else {
        Object r = source.ask(cx);
        if (r == null || r == Poll.PENDING) {
          return r;
        }
        made = run.isSpent() ? run.again(cx, r) : run.first(cx, Blocks.of(f, (T) r));
      }
      if (made != null) {
        return made == Poll.PENDING ? made : own((AsyncStream<?, ?>) made);
      }
      if (EngineContext.isBudgetSpent(cx)) { // as flatMap of the JDK has it: null is empty
        return Poll.PENDING;
      }
    }
  }

  @Override
  boolean isInside() {
    return super.isInside() || run.isPolled() || source.isPolled();
  }

  @Override
  boolean withdrawOuter(Context cx, boolean abort) throws Throwable {
    if (run.isRunning()) {
      run.keepGoing(cx);
      return true;
    }
    return source.letGo(cx, abort);
  }

  @Override
  boolean releaseOuter(Context cx, boolean abort) throws Throwable {
    return run.end(cx, abort, this) && source.finish(cx, abort);
  }
}
