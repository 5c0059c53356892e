package dev.bide.bench.rows;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.bench.side.Batch;
import dev.bide.bench.side.Stopwatch;
import dev.bide.runtime.Context;
import dev.bide.runtimes.LocalRuntime;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Creates, arms and cancels a sleep of one hour, as a combinator would. */
final class TimerRow implements Batch {
  static final Duration HOUR = Duration.ofHours(1);

  private final LocalRuntime runtime = new LocalRuntime();

  @Override
  public long run(long n, Stopwatch watch) {
    return runtime.run(() -> new Arming(n, watch).await());
  }

  private static final class Arming implements Async<Long, RuntimeException> {
    private final long n;
    private final Stopwatch watch;

    Arming(long n, Stopwatch watch) {
      this.n = n;
      this.watch = watch;
    }

    @Override
    public Object poll(Context cx) {
      long done = 0;
      watch.start();
      for (long i = 0; i < n; i++) {
        Async<@Nullable Void, RuntimeException> sleep = Async.sleep(HOUR);
        if (sleep.poll(cx) == Poll.PENDING) {
          sleep.cancel();
          try {
            sleep.poll(cx);
          } catch (Cancelled c) {
            done++;
          }
        }
      }
      watch.stop();
      return done;
    }

    @Override
    public void cancel() {}
  }
}
