package dev.bide.weave.v1;

import dev.bide.AsyncSupplier;
import org.jspecify.annotations.Nullable;

/** The woven form of {@link AsyncSupplier}. */
public interface WovenSupplier<T extends @Nullable Object, X extends Exception>
    extends AsyncSupplier<T, X>, Woven, Startable {
  @Override
  @Nullable Object start(Slots cx, @Nullable Suspended spare) throws Throwable;

  @Override
  default T body() {
    throw Weave.calledDirectly();
  }
}
