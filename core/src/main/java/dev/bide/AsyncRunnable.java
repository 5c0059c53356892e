package dev.bide;

import dev.bide.weave.v1.WovenAs;
import dev.bide.weave.v1.WovenRunnable;

/**
 * A block that gives no value: the supertype of {@link AsyncSupplier}, so that for each lambda the
 * compiler finds the more specific overload.
 *
 * <p>The method is what a lambda writes; nobody calls it by hand. To run one: {@code
 * async(block).await()}.
 *
 * @param <X> the kind of exception the block throws
 */
@FunctionalInterface
@WovenAs(WovenRunnable.class)
public interface AsyncRunnable<X extends Exception> {
  /** The block. */
  void voidBody() throws X;
}
