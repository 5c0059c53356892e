package dev.bide.internal.stream;

import dev.bide.AsyncPredicate;
import dev.bide.AsyncStream;
import dev.bide.internal.Blocks;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/** Reads up to the first item for which a predicate says something. */
final class Matching<T, X extends Exception> extends Terminal<T, Boolean, X> {
  private final AsyncPredicate<? super T, ? extends X> p;
  private final boolean until;
  private final boolean then;
  private boolean found;

  /**
   * Of these.
   *
   * @param until what the predicate says of the last item to be read
   * @param then the result if there is one such; else the opposite
   */
  Matching(
      AsyncStream<? extends T, ? extends X> source,
      AsyncPredicate<? super T, ? extends X> p,
      boolean until,
      boolean then) {
    super(source);
    this.p = p;
    this.until = until;
    this.then = then;
  }

  @Override
  void took(Context cx, T item) throws Throwable {
    if (Blocks.neverWaits(p)) {
      found = p.body(item) == until;
    } else {
      gives(run.isSpent() ? run.again(cx, item) : run.first(cx, Blocks.of(p, item)));
    }
  }

  @Override
  void tookValue(@Nullable Object value) {
    found = Boolean.TRUE.equals(value) == until;
  }

  @Override
  boolean hasEnough() {
    return found;
  }

  @Override
  Boolean result() {
    return found == then;
  }
}
