package dev.bide.internal.stream;

import dev.bide.AsyncBiFunction;
import dev.bide.AsyncStream;
import dev.bide.internal.Blocks;
import dev.bide.runtime.Context;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Combines all items into one. */
final class Reducing<T, R, X extends Exception> extends Terminal<T, R, X> {
  private final AsyncBiFunction<? super T, ? super T, ? extends T, ? extends X> f;
  private final Function<@Nullable T, R> finish;
  private @Nullable T sum;

  Reducing(
      AsyncStream<? extends T, ? extends X> source,
      @Nullable T identity,
      AsyncBiFunction<? super T, ? super T, ? extends T, ? extends X> f,
      Function<@Nullable T, R> finish) {
    super(source);
    this.sum = identity;
    this.f = f;
    this.finish = finish;
  }

  @Override
  void took(Context cx, T item) throws Throwable {
    T s = sum;
    if (s == null) {
      sum = item;
    } else {
      gives(run.isSpent() ? run.again(cx, s, item) : run.first(cx, Blocks.of(f, s, item)));
    }
  }

  @Override
  @SuppressWarnings("unchecked") // what f gives
  void tookValue(@Nullable Object value) {
    sum = (T) Stage.checked(value, "the function of reduce");
  }

  @Override
  R result() {
    return finish.apply(sum);
  }
}
