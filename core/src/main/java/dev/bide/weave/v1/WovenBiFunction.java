package dev.bide.weave.v1;

import dev.bide.AsyncBiFunction;
import org.jspecify.annotations.Nullable;

/** The woven form of {@link AsyncBiFunction}. */
public interface WovenBiFunction<
        A extends @Nullable Object,
        B extends @Nullable Object,
        R extends @Nullable Object,
        X extends Exception>
    extends AsyncBiFunction<A, B, R, X>, Woven {
  /** As {@link Startable#start}. */
  @Nullable Object start(Slots cx, @Nullable Suspended spare, A a, B b) throws Throwable;

  @Override
  default R body(A a, B b) {
    throw Weave.calledDirectly();
  }
}
