package dev.bide.internal;

import dev.bide.Async;
import dev.bide.Kinds;
import dev.bide.Throws2;
import dev.bide.Timed;
import dev.bide.TimedThrows2;
import dev.bide.runtime.Context;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Gives a computation the type that declares two kinds. */
public sealed class Both<T extends @Nullable Object, X extends Exception, Y extends Exception>
    implements Throws2<T, X, Y>, Operator permits Both.OfTimed {
  private final Async<T, ?> inner;

  private Both(Async<T, ?> inner) {
    this.inner = inner;
  }

  /** The same computation. */
  public static <T extends @Nullable Object, X extends Exception, Y extends Exception>
      Throws2<T, X, Y> of(Async<T, ?> inner) {
    return new Both<>(inner);
  }

  /** The same computation, whose grace period is still to be said. */
  public static <T extends @Nullable Object, X extends Exception, Y extends Exception>
      TimedThrows2<T, X, Y> timed(Timed<T, ?> inner) {
    return new OfTimed<>(inner);
  }

  /** The two kinds, named by their use. */
  @SuppressWarnings("unchecked") // has no state
  public static <X extends Exception, Y extends Exception> Kinds<X, Y> kinds() {
    return (Kinds<X, Y>) OfTwo.INSTANCE;
  }

  final Async<T, ?> inner() {
    return inner;
  }

  @Override
  public final @Nullable Object poll(Context cx) throws Exception {
    return inner.poll(cx);
  }

  @Override
  public final void cancel() {
    inner.cancel();
  }

  @Override
  public final void abort() {
    inner.abort();
  }

  static final class OfTimed<T extends @Nullable Object, X extends Exception, Y extends Exception>
      extends Both<T, X, Y> implements TimedThrows2<T, X, Y> {
    private final Timed<T, ?> inner;

    OfTimed(Timed<T, ?> inner) {
      super(inner);
      this.inner = inner;
    }

    @Override
    public Throws2<T, X, Y> grace(Duration time) {
      inner.grace(time);
      return this;
    }
  }

  private static final class OfTwo<X extends Exception, Y extends Exception>
      implements Kinds<X, Y> {
    static final OfTwo<?, ?> INSTANCE = new OfTwo<>();

    @Override
    public <T extends @Nullable Object> Throws2<T, X, Y> async(Block<? extends T, X, Y> block) {
      return KindBlocks.block(block);
    }

    @Override
    public Throws2<@Nullable Void, X, Y> async(Act<X, Y> block) {
      return KindBlocks.block(block);
    }

    @Override
    @SuppressWarnings("unchecked") // the block's value is the scope's
    public <T extends @Nullable Object> Throws2<T, X, Y> scope(
        ScopeBlock<? extends T, X, Y> block) {
      return of((Async<T, ?>) ScopeRun.scope(KindBlocks.scope(block)));
    }

    @Override
    @SuppressWarnings("unchecked") // the block's value is null
    public Throws2<@Nullable Void, X, Y> scope(ScopeAct<X, Y> block) {
      return of((Async<@Nullable Void, ?>) (Async<?, ?>) ScopeRun.scope(KindBlocks.scope(block)));
    }
  }
}
