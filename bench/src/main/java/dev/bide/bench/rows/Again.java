package dev.bide.bench.rows;

import static dev.bide.Async.timeout;

import dev.bide.Async;
import dev.bide.Selected;
import dev.bide.Task;
import dev.bide.bench.side.Row;
import dev.bide.runtimes.LocalRuntime;

/** Combinators that are awaited where they are made, in a loop: they run again. */
abstract class Again implements Row {
  final LocalRuntime runtime = new LocalRuntime();
  long sum;

  private Again() {}

  /** A time limit for what waits for a turn. */
  static Again limit() {
    return new Again() {
      @Override
      public void run(long n) {
        runtime.run(() -> {
          for (long i = 0; i < n; i++) {
            timeout(
                    TimerRow.HOUR,
                    () -> {
                      Task.yield().await();
                    })
                .await();
          }
        });
      }
    };
  }

  /** The same with a value that is too large to be kept boxed, of a block without variables. */
  static Again limitOfLong() {
    return new Again() {
      @Override
      public void run(long n) {
        runtime.run(() -> {
          for (long i = 0; i < n; i++) {
            sum +=
                timeout(
                        TimerRow.HOUR,
                        () -> {
                          Task.yield().await();
                          return 1L << 40;
                        })
                    .await();
          }
        });
      }
    };
  }

  /** Two in turn, one of which has nothing to wait for. */
  static Again twoLimits() {
    return new Again() {
      @Override
      public void run(long n) {
        runtime.run(() -> {
          for (long i = 0; i < n; i++) {
            timeout(
                    TimerRow.HOUR,
                    () -> {
                      Task.yield().await();
                    })
                .await();
            sum +=
                timeout(
                        TimerRow.HOUR,
                        () -> {
                          Task.yield().await();
                          return 1;
                        })
                    .await();
          }
        });
      }
    };
  }

  /** A race that one wins at once, and the other is cancelled in. */
  static Again race() {
    return new Again() {
      @Override
      public void run(long n) {
        runtime.run(() -> {
          for (long i = 0; i < n; i++) {
            sum +=
                Async.race(
                        () -> {
                          Task.yield().await();
                          return 1L << 40;
                        },
                        () -> {
                          Async.sleep(TimerRow.HOUR).await();
                          return 2L;
                        })
                    .await();
          }
        });
      }
    };
  }

  /** The same that tells which it was. */
  static Again select() {
    return new Again() {
      @Override
      public void run(long n) {
        runtime.run(() -> {
          for (long i = 0; i < n; i++) {
            var first =
                Async.select(
                        () -> {
                          Task.yield().await();
                          return 1;
                        },
                        () -> {
                          Async.sleep(TimerRow.HOUR).await();
                          return 2;
                        })
                    .await();
            if (first instanceof Selected.First<Integer, Integer> f) {
              sum += f.value();
            }
          }
        });
      }
    };
  }

  /** Both wait. */
  static Again join() {
    return new Again() {
      @Override
      public void run(long n) {
        runtime.run(() -> {
          for (long i = 0; i < n; i++) {
            var both =
                Async.join(
                        () -> {
                          Task.yield().await();
                          return 1;
                        },
                        () -> {
                          Task.yield().await();
                          return 2;
                        })
                    .await();
            sum += both.first() + both.second();
          }
        });
      }
    };
  }
}
