package dev.bide;

import dev.bide.internal.Blocks;
import dev.bide.weave.v1.WovenAs;
import dev.bide.weave.v1.WovenSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A block that gives a value; also the supertype of {@link Async}, so that one parameter takes a
 * computation or a block.
 *
 * @param <T> the value
 * @param <X> the kind of exception the block throws
 */
@FunctionalInterface
@WovenAs(WovenSupplier.class)
public interface AsyncSupplier<T extends @Nullable Object, X extends Exception>
    extends AsyncRunnable<X> {
  /** The block. What a lambda writes; nobody calls it by hand. */
  T body() throws X;

  /** The same, its value dropped. */
  @Override
  default void voidBody() throws X {
    body();
  }

  /**
   * Waits for the value: the point where a block stands still until it is there. Legal only inside
   * a lambda given as an async functional interface, where the weaver replaces the call. On a block
   * it runs the block afresh. Never overridden.
   *
   * @throws IllegalStateException when the class that calls it was not woven
   */
  default T await() throws X {
    throw Blocks.notWoven("await()");
  }
}
