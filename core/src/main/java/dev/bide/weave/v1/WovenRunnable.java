package dev.bide.weave.v1;

import dev.bide.AsyncRunnable;
import org.jspecify.annotations.Nullable;

/** The woven form of {@link AsyncRunnable}. */
public interface WovenRunnable<X extends Exception> extends AsyncRunnable<X>, Woven, Startable {
  @Override
  @Nullable Object start(Slots cx, @Nullable Suspended spare) throws Throwable;

  @Override
  default void voidBody() {
    throw Weave.calledDirectly();
  }
}
