package dev.bide.bench.rows;

import static dev.bide.Async.all;

import dev.bide.Task;
import dev.bide.bench.side.Batch;
import dev.bide.bench.side.Stopwatch;
import dev.bide.runtimes.LocalRuntime;
import java.util.Collections;
import java.util.List;

/** A join of 100 children that yield once each; the whole is one operation. */
final class Join100 implements Batch {
  private final LocalRuntime runtime = new LocalRuntime();
  private final List<String> children = Collections.nCopies(100, "child");

  @Override
  public long run(long n, Stopwatch watch) {
    return runtime.run(() -> {
      long done = 0;
      watch.start();
      while (done < n) {
        List<Integer> ones =
            all(
                    children,
                    _ -> {
                      Task.yield().await();
                      return 1;
                    })
                .await();
        done += ones.size() / 100;
      }
      watch.stop();
      return done;
    });
  }
}
