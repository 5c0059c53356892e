package dev.bide.bench.rows;

import static dev.bide.Async.async;

import dev.bide.Async;
import dev.bide.bench.side.Row;

/** An await of a call that is ready, in a loop; beside it the same with plain calls. */
final class AwaitReady implements Row {
  private final TightLoop loop = new TightLoop();

  /** What the last run has computed. */
  int result;

  private static Async<Integer, RuntimeException> step(int x, int i) {
    return async(() -> x * 31 + i);
  }

  @Override
  public void run(long n) {
    loop.spawn(() -> {
      int x = 1;
      for (long i = 0; i < n; i++) {
        x = step(x, (int) i).await();
      }
      result = x;
    });
    loop.runAll();
  }

  /** The plain loop. */
  static final class Plain implements Row {
    int result;

    private static int step(int x, int i) {
      return x * 31 + i;
    }

    @Override
    public void run(long n) {
      int x = 1;
      for (long i = 0; i < n; i++) {
        x = step(x, (int) i);
      }
      result = x;
    }
  }
}
