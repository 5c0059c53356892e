package dev.bide.internal.stream;

import dev.bide.AsyncStream;
import dev.bide.runtime.Context;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one item. */
final class First<T, X extends Exception> extends Terminal<T, Optional<T>, X> {
  private @Nullable T first;

  First(AsyncStream<? extends T, ? extends X> source) {
    super(source);
  }

  @Override
  void took(Context cx, T item) {
    first = item;
  }

  @Override
  boolean hasEnough() {
    return first != null;
  }

  @Override
  Optional<T> result() {
    return Optional.ofNullable(first);
  }
}
