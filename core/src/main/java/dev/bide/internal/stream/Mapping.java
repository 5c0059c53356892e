package dev.bide.internal.stream;

import dev.bide.AsyncFunction;
import dev.bide.AsyncStream;
import dev.bide.Poll;
import dev.bide.internal.Blocks;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/** Each item given through a function. */
final class Mapping<T, R, X extends Exception> extends Operator<T, R, X> {
  private final AsyncFunction<? super T, ? extends R, ? extends X> f;

  Mapping(
      AsyncStream<? extends T, ? extends X> source,
      AsyncFunction<? super T, ? extends R, ? extends X> f) {
    super(source);
    this.f = f;
  }

  @Override
  @Nullable Object pull(Context cx) throws Throwable {
    if (!run.isRunning()) {
      Object r = source.ask(cx);
      if (r == null || r == Poll.PENDING) {
        return r;
      }
      if (Blocks.neverWaits(f)) {
        return checked(f.body(item(r)), "the function of map");
      }
      return checked(
          run.isSpent() ? run.again(cx, r) : run.first(cx, Blocks.of(f, item(r))),
          "the function of map");
    }
    return checked(run.poll(cx), "the function of map");
  }
}
