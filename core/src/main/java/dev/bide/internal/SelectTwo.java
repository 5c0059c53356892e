package dev.bide.internal;

import dev.bide.AsyncSupplier;
import dev.bide.Selected;
import dev.bide.Throws2;
import dev.bide.weave.v1.Leaf;
import dev.bide.weave.v1.Suspended;
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

  /** One that runs again. */
  private SelectTwo() {}

  /**
   * See {@link dev.bide.weave.v1.CombinatorLeaves#select}.
   *
   * @param a a woven block, or a computation
   * @param b another one
   */
  public static @Nullable Object selectInPlace(
      AsyncSupplier<?, ?> a, AsyncSupplier<?, ?> b, EngineContext cx, @Nullable Suspended spare)
      throws Exception {
    SelectTwo<?, ?, ?, ?> s =
        Leaf.in(spare) instanceof SelectTwo<?, ?, ?, ?> known && known.isFree(cx)
            ? known
            : new SelectTwo<>();
    return s.runInPlace(a, b, cx, spare);
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // what the roots ran gives these types
  Object value(ChildRoot w, EngineContext cx) {
    return w == child(0)
        ? new Selected.First<A, B>((A) w.boxed(cx))
        : new Selected.Second<A, B>((B) w.boxed(cx));
  }
}
