package dev.bide;

import dev.bide.internal.Blocks;
import dev.bide.weave.v1.WovenAs;
import dev.bide.weave.v1.WovenBiFunction;
import org.jspecify.annotations.Nullable;

/**
 * A block with two parameters that gives a value.
 *
 * @param <A> the first parameter
 * @param <B> the second parameter
 * @param <R> the value
 * @param <X> the kind of exception the block throws
 */
@FunctionalInterface
@WovenAs(WovenBiFunction.class)
public interface AsyncBiFunction<
    A extends @Nullable Object,
    B extends @Nullable Object,
    R extends @Nullable Object,
    X extends Exception> {
  /** The block. What a lambda writes; nobody calls it by hand: {@code f.apply(a, b).await()}. */
  R body(A a, B b) throws X;

  /** A fresh computation that runs the block with {@code a} and {@code b}. */
  default Async<R, X> apply(A a, B b) {
    return Blocks.of(this, a, b);
  }
}
