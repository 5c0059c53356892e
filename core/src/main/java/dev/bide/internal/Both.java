package dev.bide.internal;

import dev.bide.Async;
import dev.bide.Kinds;
import dev.bide.Throws2;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/** Gives a computation the type that declares two kinds. */
public final class Both<T extends @Nullable Object, X extends Exception, Y extends Exception>
    implements Throws2<T, X, Y> {
  private final Async<T, ?> inner;

  private Both(Async<T, ?> inner) {
    this.inner = inner;
  }

  /** The same computation. */
  public static <T extends @Nullable Object, X extends Exception, Y extends Exception>
      Throws2<T, X, Y> of(Async<T, ?> inner) {
    return new Both<>(inner);
  }

  /** The two kinds, named by their use. */
  @SuppressWarnings("unchecked") // has no state
  public static <X extends Exception, Y extends Exception> Kinds<X, Y> kinds() {
    return (Kinds<X, Y>) OfTwo.INSTANCE;
  }

  @Override
  public @Nullable Object poll(Context cx) throws Exception {
    return inner.poll(cx);
  }

  @Override
  public void cancel() {
    inner.cancel();
  }

  @Override
  public void abort() {
    inner.abort();
  }

  private static final class OfTwo<X extends Exception, Y extends Exception>
      implements Kinds<X, Y> {
    static final OfTwo<?, ?> INSTANCE = new OfTwo<>();

    @Override
    public <T extends @Nullable Object> Throws2<T, X, Y> async(Block<? extends T, X, Y> block) {
      return Blocks.ofKinds(block);
    }

    @Override
    public Throws2<@Nullable Void, X, Y> async(Act<X, Y> block) {
      return Blocks.ofKinds(block);
    }

    @Override
    @SuppressWarnings("unchecked") // the block's value is the scope's
    public <T extends @Nullable Object> Throws2<T, X, Y> scope(
        ScopeBlock<? extends T, X, Y> block) {
      return of((Async<T, ?>) ScopeRun.scope(Blocks.ofScope(block)));
    }

    @Override
    @SuppressWarnings("unchecked") // the block's value is null
    public Throws2<@Nullable Void, X, Y> scope(ScopeAct<X, Y> block) {
      return of((Async<@Nullable Void, ?>) (Async<?, ?>) ScopeRun.scope(Blocks.ofScope(block)));
    }
  }
}
