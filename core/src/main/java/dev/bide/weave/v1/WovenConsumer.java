package dev.bide.weave.v1;

import dev.bide.AsyncConsumer;
import org.jspecify.annotations.Nullable;

/** The woven form of {@link AsyncConsumer}. */
public interface WovenConsumer<A extends @Nullable Object, X extends Exception>
    extends AsyncConsumer<A, X>, Woven {
  /** As {@link Startable#start}. */
  @Nullable Object start(Slots cx, @Nullable Suspended spare, A a) throws Throwable;

  @Override
  default void voidBody(A a) {
    throw Weave.calledDirectly();
  }
}
