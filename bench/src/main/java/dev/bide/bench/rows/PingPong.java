package dev.bide.bench.rows;

import static dev.bide.Async.scope;

import dev.bide.Scope;
import dev.bide.Task;
import dev.bide.bench.side.Batch;
import dev.bide.bench.side.Stopwatch;
import dev.bide.runtimes.LocalRuntime;
import dev.bide.sync.AsyncChannel;
import java.util.function.Supplier;

/** One round trip over two bounded channels of capacity 1. */
final class PingPong implements Batch {
  private final LocalRuntime runtime = new LocalRuntime();
  private final Supplier<AsyncChannel<Long>> maker;

  PingPong(Supplier<AsyncChannel<Long>> maker) {
    this.maker = maker;
  }

  @Override
  public long run(long n, Stopwatch watch) {
    AsyncChannel<Long> pings = maker.get();
    AsyncChannel<Long> pongs = maker.get();
    return runtime.run(() ->
        scope(
                (Scope s) -> {
                  s.spawn(() -> {
                    Long at = pings.receive().await();
                    while (at != null) {
                      pongs.send(at + 1).await();
                      at = pings.receive().await();
                    }
                  });
                  Task.yield().await();
                  long at = 0;
                  watch.start();
                  for (long i = 0; i < n; i++) {
                    pings.send(at).await();
                    Long answer = pongs.receive().await();
                    at = answer == null ? -1 : answer;
                  }
                  watch.stop();
                  pings.close();
                  return at;
                })
            .await());
  }
}
