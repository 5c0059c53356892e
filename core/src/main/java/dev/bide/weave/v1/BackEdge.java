package dev.bide.weave.v1;

import dev.bide.Async;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/**
 * What a part of a block returns, as if it awaited this, where {@link Frame#BACK_EDGES} more are to
 * be charged for. {@link Frame#advance} or {@link Frame#begin} charges, and awaits what {@link
 * Weave#backEdges} says. So no part calls anything there: a call in the midst of what the JIT has
 * made one piece costs each await its registers, unless it is known by then that the call is rare.
 */
public final class BackEdge implements Async<@Nullable Void, RuntimeException> {
  /** The only one. */
  public static final Async<?, ?> DUE = new BackEdge();

  private BackEdge() {}

  @Override
  public @Nullable Object poll(Context cx) {
    throw new AssertionError("it is charged for, not polled");
  }

  @Override
  public void cancel() {
    throw new AssertionError("it does not wait");
  }
}
