package dev.bide.bench.rows;

import dev.bide.bench.side.Row;

/** An inner loop without an await in a block whose outer loop has one: 4,096 turns for each. */
final class InnerLoop implements Row {
  private static final int TURNS = 4096;

  private final TightLoop loop = new TightLoop();
  private final Once once = new Once();
  private final int[] data = new int[TURNS];

  /** What the last run has computed. */
  int result;

  @Override
  public void run(long n) {
    loop.spawn(() -> {
      int x = 1;
      for (long i = 0; i < n; i++) {
        for (int k = 0; k < TURNS; k++) {
          x = x * 31 + data[k];
        }
        if (x == 7) { // hardly ever
          once.await();
        }
      }
      result = x;
    });
    loop.runAll();
  }

  /** The plain loop. */
  static final class Plain implements Row {
    private final int[] data = new int[TURNS];
    int result;

    @Override
    public void run(long n) {
      int x = 1;
      for (long i = 0; i < n; i++) {
        for (int k = 0; k < TURNS; k++) {
          x = x * 31 + data[k];
        }
        if (x == 7) {
          data[0] = 1;
        }
      }
      result = x;
    }
  }
}
