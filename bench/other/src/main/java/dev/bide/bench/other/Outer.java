package dev.bide.bench.other;

import static dev.bide.Async.async;

import dev.bide.Async;

/** Is called from another module, and calls back into it. */
public final class Outer {
  private final Level middle;

  /** One that calls this. */
  public Outer(Level middle) {
    this.middle = middle;
  }

  /** One more than what the middle says. */
  public Async<Long, RuntimeException> call(long x) {
    return async(() -> middle.call(x).await() + 1);
  }
}
