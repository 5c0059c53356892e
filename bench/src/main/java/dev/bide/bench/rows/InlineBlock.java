package dev.bide.bench.rows;

import static dev.bide.Async.async;

import dev.bide.bench.side.Row;
import dev.bide.runtimes.LocalRuntime;

/** A block that is awaited where it is written, and is ready. */
final class InlineBlock implements Row {
  private final LocalRuntime runtime = new LocalRuntime();
  private long sum;

  @Override
  public void run(long n) {
    runtime.run(() -> {
      for (long i = 0; i < n; i++) {
        long x = i;
        sum += async(() -> x + sum + 1000).await();
      }
    });
  }
}
