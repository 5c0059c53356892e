package dev.bide.bench.rows;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/**
 * A leaf that waits for exactly one poll each time it is awaited, and gives the count of its
 * completions. One object for all awaits of it, as a socket's read is.
 */
final class Once implements Async<@Nullable Void, RuntimeException> {
  private boolean waits;

  /** How often it has been awaited to its end. */
  long ended;

  @Override
  public @Nullable Object poll(Context cx) {
    if (waits) {
      waits = false;
      ended++;
      return null;
    }
    waits = true;
    return Poll.PENDING;
  }

  @Override
  public void cancel() {}
}
