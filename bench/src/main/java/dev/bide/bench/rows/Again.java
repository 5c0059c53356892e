package dev.bide.bench.rows;

import static dev.bide.Async.timeout;

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
}
