package dev.bide.weave.v1;

import dev.bide.AsyncPredicate;
import org.jspecify.annotations.Nullable;

/** The woven form of {@link AsyncPredicate}. */
public interface WovenPredicate<A extends @Nullable Object, X extends Exception>
    extends AsyncPredicate<A, X>, Woven {
  /** Runs the block until it ends or waits; see {@link Frame#resume} for what it returns. */
  @Nullable Object start(Slots cx, A a) throws Throwable;

  @Override
  default boolean body(A a) {
    throw Weave.calledDirectly();
  }
}
