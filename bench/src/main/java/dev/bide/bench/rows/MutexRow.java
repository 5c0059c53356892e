package dev.bide.bench.rows;

import static dev.bide.Async.scope;

import dev.bide.Scope;
import dev.bide.Task;
import dev.bide.bench.side.Batch;
import dev.bide.bench.side.Stopwatch;
import dev.bide.runtimes.LocalRuntime;
import dev.bide.sync.Mutex;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One hand-over of a mutex between two tasks. */
final class MutexRow implements Batch {
  private final LocalRuntime runtime = new LocalRuntime();
  private long turns;
  private int last;
  private long switches;

  @Override
  public long run(long n, Stopwatch watch) {
    long each = (n + 1) / 2;
    Mutex mutex = Mutex.local();
    turns = 0;
    switches = 0;
    long done =
        runtime.run(() ->
            scope(
                    (Scope s) -> {
                      Mutex.Guard held = mutex.lock().await();
                      List<Task<@Nullable Void, RuntimeException>> tasks = new ArrayList<>();
                      for (int i = 0; i < 2; i++) {
                        int me = i;
                        tasks.add(
                            s.spawn(() -> {
                              for (long k = 0; k < each; k++) {
                                try (var _ = mutex.lock().await()) {
                                  turns++;
                                  switches += last ^ me;
                                  last = me;
                                }
                              }
                            }));
                      }
                      Task.yield().await(); // both are in the queue before the clock starts
                      watch.start();
                      held.close();
                      for (Task<@Nullable Void, RuntimeException> task : tasks) {
                        task.await();
                      }
                      watch.stop();
                      return turns;
                    })
                .await());
    if (switches < done - 2) {
      throw new IllegalStateException("only " + switches + " hand-overs of " + done);
    }
    return done;
  }
}
