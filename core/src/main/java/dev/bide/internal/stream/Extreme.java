package dev.bide.internal.stream;

import dev.bide.AsyncStream;
import dev.bide.runtime.Context;
import java.util.Comparator;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** The largest item by some order, the last of several such. */
final class Extreme<T, X extends Exception> extends Terminal<T, Optional<T>, X> {
  private final Comparator<? super T> order;
  private final boolean largest;
  private @Nullable T best;

  /**
   * Of these.
   *
   * @param largest whether the largest and last is wanted; else the smallest and first
   */
  Extreme(
      AsyncStream<? extends T, ? extends X> source, Comparator<? super T> order, boolean largest) {
    super(source);
    this.order = order;
    this.largest = largest;
  }

  @Override
  void took(Context cx, T item) {
    T b = best;
    if (b == null || (largest ? order.compare(item, b) >= 0 : order.compare(item, b) < 0)) {
      best = item;
    }
  }

  @Override
  Optional<T> result() {
    return Optional.ofNullable(best);
  }
}
