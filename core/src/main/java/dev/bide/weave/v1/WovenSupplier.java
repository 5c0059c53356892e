package dev.bide.weave.v1;

import dev.bide.AsyncSupplier;
import org.jspecify.annotations.Nullable;

/** The woven form of {@link AsyncSupplier}. */
public interface WovenSupplier<T extends @Nullable Object, X extends Exception>
    extends AsyncSupplier<T, X>, Woven {
  /** Runs the block until it ends or waits; see {@link Frame#resume} for what it returns. */
  @Nullable Object start(Slots cx) throws Throwable;

  @Override
  default T body() {
    throw Weave.calledDirectly();
  }
}
