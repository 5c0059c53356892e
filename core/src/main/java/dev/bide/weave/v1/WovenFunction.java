package dev.bide.weave.v1;

import dev.bide.AsyncFunction;
import org.jspecify.annotations.Nullable;

/** The woven form of {@link AsyncFunction}. */
public interface WovenFunction<
        A extends @Nullable Object, R extends @Nullable Object, X extends Exception>
    extends AsyncFunction<A, R, X>, Woven {
  /** Runs the block until it ends or waits; see {@link Frame#resume} for what it returns. */
  @Nullable Object start(Slots cx, A a) throws Throwable;

  @Override
  default R body(A a) {
    throw Weave.calledDirectly();
  }
}
