package dev.bide.internal.stream;

import dev.bide.AsyncStream;
import dev.bide.runtime.Context;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Gives all items to an accumulator, as the JDK's collectors have it. */
final class Gathering<T, A, R extends @Nullable Object, X extends Exception>
    extends Terminal<T, R, X> {
  private final Supplier<A> make;
  private final BiConsumer<A, ? super T> add;
  private final Function<? super A, ? extends R> finish;
  private @Nullable A container;

  Gathering(
      AsyncStream<? extends T, ? extends X> source,
      Supplier<A> make,
      BiConsumer<A, ? super T> add,
      Function<? super A, ? extends R> finish) {
    super(source);
    this.make = make;
    this.add = add;
    this.finish = finish;
  }

  private A container() {
    A a = container;
    if (a == null) {
      a = make.get();
      container = a;
    }
    return a;
  }

  @Override
  void took(Context cx, T item) {
    add.accept(container(), item);
  }

  @Override
  R result() {
    return finish.apply(container());
  }
}
