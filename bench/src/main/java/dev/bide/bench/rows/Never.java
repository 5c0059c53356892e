package dev.bide.bench.rows;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/** A leaf that waits until it is cancelled. */
final class Never implements Async<@Nullable Void, RuntimeException> {
  private boolean cancelled;

  @Override
  public @Nullable Object poll(Context cx) {
    if (cancelled) {
      throw Cancelled.byLeaf();
    }
    return Poll.PENDING;
  }

  @Override
  public void cancel() {
    cancelled = true;
  }
}
