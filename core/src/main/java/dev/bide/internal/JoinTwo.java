package dev.bide.internal;

import dev.bide.Async;
import dev.bide.AsyncSupplier;
import dev.bide.Pair;
import dev.bide.Throws2;
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

  @Override
  void begin(EngineContext cx) {
    Async<? extends A, ?> first = Objects.requireNonNull(a);
    Async<? extends B, ?> second = Objects.requireNonNull(b);
    a = null;
    b = null;
    start(cx, first);
    if (failure == null) {
      start(cx, second);
    } else {
      startUnwanted(cx, second);
    }
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
    return new Pair<>((A) child(0).value(), (B) child(1).value());
  }
}
