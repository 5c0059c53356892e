package dev.bide;

import dev.bide.internal.Blocks;
import dev.bide.weave.v1.WovenAs;
import dev.bide.weave.v1.WovenPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A block with one parameter that answers yes or no.
 *
 * @param <A> the parameter
 * @param <X> the kind of exception the block throws
 */
@FunctionalInterface
@WovenAs(WovenPredicate.class)
public interface AsyncPredicate<A extends @Nullable Object, X extends Exception> {
  /** The block. What a lambda writes; nobody calls it by hand: {@code p.test(a).await()}. */
  boolean body(A a) throws X;

  /** A fresh computation that runs the block with {@code a}. */
  default Async<Boolean, X> test(A a) {
    return Blocks.of(this, a);
  }
}
