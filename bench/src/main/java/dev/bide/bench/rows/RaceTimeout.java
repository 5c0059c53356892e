package dev.bide.bench.rows;

import static dev.bide.Async.timeout;

import dev.bide.Task;
import dev.bide.bench.side.Batch;
import dev.bide.bench.side.Stopwatch;
import dev.bide.runtimes.LocalRuntime;

/** A computation that yields once, with a limit of an hour. */
final class RaceTimeout implements Batch {
  private final LocalRuntime runtime = new LocalRuntime();

  @Override
  public long run(long n, Stopwatch watch) {
    return runtime.run(() -> {
      long done = 0;
      watch.start();
      while (done < n) {
        done +=
            timeout(
                    TimerRow.HOUR,
                    () -> {
                      Task.yield().await();
                      return 1;
                    })
                .await();
      }
      watch.stop();
      return done;
    });
  }
}
