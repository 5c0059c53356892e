package dev.bide.internal;

import dev.bide.Async;
import dev.bide.AsyncRunnable;
import dev.bide.AsyncSupplier;
import dev.bide.Pair;
import dev.bide.Throws2;
import dev.bide.weave.v1.Leaf;
import dev.bide.weave.v1.Suspended;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Waits for two; see {@link Async#join(Async, Async)}. */
public final class JoinTwo<
        A extends @Nullable Object,
        B extends @Nullable Object,
        X extends Exception,
        Y extends Exception>
    extends Combinator<Pair<A, B>, Exception> implements Throws2<Pair<A, B>, X, Y> {
  /** Until it has started. */
  private @Nullable Async<? extends A, ?> a;

  /** Until it has started. */
  private @Nullable Async<? extends B, ?> b;

  /** Of two. */
  public JoinTwo(AsyncSupplier<? extends A, ?> a, AsyncSupplier<? extends B, ?> b) {
    this.a = Blocks.computation(a);
    this.b = Blocks.computation(b);
  }

  /** One that runs again. */
  private JoinTwo() {
    super(true);
  }

  /**
   * See {@link dev.bide.weave.v1.CombinatorLeaves#join}.
   *
   * @param a a woven block, or a computation
   * @param b another one
   */
  public static @Nullable Object inPlace(
      AsyncSupplier<?, ?> a, AsyncSupplier<?, ?> b, EngineContext cx, @Nullable Suspended spare)
      throws Exception {
    JoinTwo<?, ?, ?, ?> j =
        Leaf.in(spare) instanceof JoinTwo<?, ?, ?, ?> known && known.isFree(cx)
            ? known
            : new JoinTwo<>();
    return j.runInPlace(a, b, cx, spare);
  }

  @Override
  @SuppressWarnings("unchecked") // as the call was checked
  void keep(Async<?, ?> first, @Nullable Async<?, ?> second) {
    a = (Async<? extends A, ?>) first;
    b = (Async<? extends B, ?>) second;
  }

  @Override
  void begin(EngineContext cx, AsyncRunnable<?> first, @Nullable AsyncRunnable<?> second) {
    startGiven(cx, first, false);
    startGiven(cx, Objects.requireNonNull(second), failure != null);
  }

  @Override
  void begin(EngineContext cx) {
    Async<? extends A, ?> first = Objects.requireNonNull(a);
    Async<? extends B, ?> second = Objects.requireNonNull(b);
    a = null;
    b = null;
    begin(cx, first, second);
  }

  @Override
  void ended(ChildRoot child) {
    failFast(child);
  }

  @Override
  void settle(TaskCore<?, ?> task) {
    discardAllIfFailed();
  }

  @Override
  @SuppressWarnings("unchecked") // what the roots ran gives these types
  Object outcome(EngineContext cx) throws Throwable {
    throwFailure();
    A first = (A) child(0).boxed(cx);
    return new Pair<>(first, (B) child(1).boxed(cx));
  }
}
