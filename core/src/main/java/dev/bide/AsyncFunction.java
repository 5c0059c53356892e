package dev.bide;

import dev.bide.internal.Blocks;
import dev.bide.weave.v1.WovenAs;
import dev.bide.weave.v1.WovenFunction;
import org.jspecify.annotations.Nullable;

/**
 * A block with one parameter that gives a value. Sync lambdas fit too: a block that never waits.
 *
 * @param <A> the parameter
 * @param <R> the value
 * @param <X> the kind of exception the block throws
 */
@FunctionalInterface
@WovenAs(WovenFunction.class)
public interface AsyncFunction<
        A extends @Nullable Object, R extends @Nullable Object, X extends Exception>
    extends AsyncConsumer<A, X> {
  /** The block. What a lambda writes; nobody calls it by hand: {@code f.apply(a).await()}. */
  R body(A a) throws X;

  /** The same, its value dropped. */
  @Override
  default void voidBody(A a) throws X {
    body(a);
  }

  /** A fresh computation that runs the block with {@code a}. */
  default Async<R, X> apply(A a) {
    return Blocks.of(this, a);
  }
}
