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
  /** Runs the block until it ends or waits; see {@link Frame#resume} for what it returns. */
  @Nullable Object start(Slots cx, A a, B b) throws Throwable;

  @Override
  default R body(A a, B b) {
    throw Weave.calledDirectly();
  }
}
