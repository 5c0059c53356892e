package dev.bide.weave.v1;

import dev.bide.AsyncConsumer;
import org.jspecify.annotations.Nullable;

/** The woven form of {@link AsyncConsumer}. */
public interface WovenConsumer<A extends @Nullable Object, X extends Exception>
    extends AsyncConsumer<A, X>, Woven {
  /** Runs the block until it ends or waits; see {@link Frame#resume} for what it returns. */
  @Nullable Object start(Slots cx, A a) throws Throwable;

  @Override
  default void voidBody(A a) {
    throw Weave.calledDirectly();
  }
}
