package dev.bide.weave.v1;

import dev.bide.AsyncPredicate;
import org.jspecify.annotations.Nullable;

/** The woven form of {@link AsyncPredicate}. */
public interface WovenPredicate<A extends @Nullable Object, X extends Exception>
    extends AsyncPredicate<A, X>, Woven {
  /** As {@link Startable#start}. */
  @Nullable Object start(Slots cx, @Nullable Suspended spare, A a) throws Throwable;

  @Override
  default boolean body(A a) {
    throw Weave.calledDirectly();
  }
}
