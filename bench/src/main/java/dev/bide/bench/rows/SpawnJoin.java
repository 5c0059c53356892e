package dev.bide.bench.rows;

import static dev.bide.Async.scope;

import dev.bide.Scope;
import dev.bide.bench.side.Batch;
import dev.bide.bench.side.Stopwatch;
import dev.bide.runtimes.LocalRuntime;

/** A task spawns a task that returns at once, and awaits its result. */
final class SpawnJoin implements Batch {
  private final LocalRuntime runtime = new LocalRuntime();

  @Override
  public long run(long n, Stopwatch watch) {
    return runtime.run(() ->
        scope(
                (Scope s) -> {
                  long done = 0;
                  watch.start();
                  while (done < n) {
                    done += s.spawn(() -> 1).await();
                  }
                  watch.stop();
                  return done;
                })
            .await());
  }
}
