package dev.bide.bench.rows;

import dev.bide.Async;

/** What is called through an interface. */
interface Called {
  Async<Long, RuntimeException> call(long x);
}
