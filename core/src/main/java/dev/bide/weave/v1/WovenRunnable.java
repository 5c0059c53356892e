package dev.bide.weave.v1;

import dev.bide.AsyncRunnable;
import org.jspecify.annotations.Nullable;

/** The woven form of {@link AsyncRunnable}. */
public interface WovenRunnable<X extends Exception> extends AsyncRunnable<X>, Woven {
  /** Runs the block until it ends or waits; see {@link Frame#resume} for what it returns. */
  @Nullable Object start(Slots cx) throws Throwable;

  @Override
  default void voidBody() {
    throw Weave.calledDirectly();
  }
}
