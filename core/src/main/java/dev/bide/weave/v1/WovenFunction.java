package dev.bide.weave.v1;

import dev.bide.AsyncFunction;
import org.jspecify.annotations.Nullable;

/** The woven form of {@link AsyncFunction}. */
public interface WovenFunction<
        A extends @Nullable Object, R extends @Nullable Object, X extends Exception>
    extends AsyncFunction<A, R, X>, Woven {
  /** As {@link Startable#start}. */
  @Nullable Object start(Slots cx, @Nullable Suspended spare, A a) throws Throwable;

  @Override
  default R body(A a) {
    throw Weave.calledDirectly();
  }
}
