package dev.bide.bench.other;

import static dev.bide.Async.async;

import dev.bide.Async;

/** The innermost. */
public final class Inner {
  private final Async<?, RuntimeException> leaf;

  /** One that waits for this each time it is called. */
  public Inner(Async<?, RuntimeException> leaf) {
    this.leaf = leaf;
  }

  /** The number and a thousand. */
  public Async<Long, RuntimeException> call(long x) {
    return async(() -> {
      leaf.await();
      return x + 1000;
    });
  }
}
