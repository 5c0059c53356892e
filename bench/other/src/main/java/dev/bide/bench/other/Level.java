package dev.bide.bench.other;

import dev.bide.Async;

/** What is called through an interface. */
public interface Level {
  /** The number and something. */
  Async<Long, RuntimeException> call(long x);
}
