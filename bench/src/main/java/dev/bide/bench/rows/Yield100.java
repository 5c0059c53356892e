package dev.bide.bench.rows;

import static dev.bide.Async.scope;

import dev.bide.Scope;
import dev.bide.Task;
import dev.bide.bench.side.Batch;
import dev.bide.bench.side.Stopwatch;
import dev.bide.runtimes.LocalRuntime;
import java.util.ArrayList;
import java.util.List;

/** One yield, of 100 tasks that take turns. */
final class Yield100 implements Batch {
  private static final int TASKS = 100;

  private final LocalRuntime runtime = new LocalRuntime();

  @Override
  public long run(long n, Stopwatch watch) {
    long each = (n + TASKS - 1) / TASKS;
    return runtime.run(() ->
        scope(
                (Scope s) -> {
                  List<Task<Long, RuntimeException>> tasks = new ArrayList<>();
                  for (int i = 0; i < TASKS; i++) {
                    tasks.add(
                        s.spawn(() -> {
                          long done = 0;
                          while (done < each) {
                            Task.yield().await();
                            done++;
                          }
                          return done;
                        }));
                  }
                  long done = 0;
                  watch.start();
                  for (Task<Long, RuntimeException> task : tasks) {
                    done += task.await();
                  }
                  watch.stop();
                  return done;
                })
            .await());
  }
}
