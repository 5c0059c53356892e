package dev.bide.internal;

import dev.bide.AsyncSupplier;
import dev.bide.Selected;
import dev.bide.Throws2;
import org.jspecify.annotations.Nullable;

/** A race of two that tells which was first. */
public final class SelectTwo<
        A extends @Nullable Object,
        B extends @Nullable Object,
        X extends Exception,
        Y extends Exception>
    extends RaceAll<Selected<A, B>, X, Y> implements Throws2<Selected<A, B>, X, Y> {
  /** Of two. */
  public SelectTwo(AsyncSupplier<? extends A, ?> a, AsyncSupplier<? extends B, ?> b) {
    super(a, b);
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // what the roots ran gives these types
  Object value(ChildRoot w) {
    return w == child(0)
        ? new Selected.First<A, B>((A) w.value())
        : new Selected.Second<A, B>((B) w.value());
  }
}
