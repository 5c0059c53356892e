package dev.bide;

import dev.bide.internal.Blocks;
import dev.bide.weave.v1.WovenAs;
import dev.bide.weave.v1.WovenConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A block with one parameter and no value. The supertype of {@link AsyncFunction}.
 *
 * @param <A> the parameter
 * @param <X> the kind of exception the block throws
 */
@FunctionalInterface
@WovenAs(WovenConsumer.class)
public interface AsyncConsumer<A extends @Nullable Object, X extends Exception> {
  /** The block. What a lambda writes; nobody calls it by hand. */
  void voidBody(A a) throws X;

  /** A fresh computation that runs the block with {@code a}. */
  default Async<@Nullable Void, X> accept(A a) {
    return Blocks.of(this, a);
  }
}
