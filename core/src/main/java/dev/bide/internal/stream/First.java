package dev.bide.internal.stream;

import dev.bide.Async;
import dev.bide.AsyncStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Reads one item. */
final class First<T, X extends Exception> extends Terminal<T, Optional<T>, X> {
  private @Nullable T first;

  First(AsyncStream<? extends T, ? extends X> source) {
    super(source);
  }

  @Override
  @Nullable Async<?, ?> took(T item) {
    first = item;
    return null;
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
