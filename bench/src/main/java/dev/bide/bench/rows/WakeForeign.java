package dev.bide.bench.rows;

import dev.bide.bench.side.Batch;
import dev.bide.bench.side.Stopwatch;
import dev.bide.runtimes.LocalRuntime;
import dev.bide.sync.AsyncChannel;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/** Another thread wakes the task, the task answers, and both block while they wait. */
final class WakeForeign implements Batch {
  private final LocalRuntime runtime = new LocalRuntime();

  @Override
  public long run(long n, Stopwatch watch) {
    AsyncChannel<Long> asks = AsyncChannel.bounded(1);
    AtomicLong answers = new AtomicLong(-1);
    Thread foreign = Thread.ofPlatform().name("foreign").start(() -> ask(n, asks, answers));
    long done =
        runtime.run(() -> {
          long count = 0;
          watch.start();
          answers.setRelease(0);
          LockSupport.unpark(foreign);
          while (count < n) {
            Long asked = asks.receive().await();
            count = asked == null ? -1 : asked;
            answers.setRelease(count);
            LockSupport.unpark(foreign);
          }
          watch.stop();
          return count;
        });
    try {
      foreign.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return done;
  }

  private static void ask(long n, AsyncChannel<Long> asks, AtomicLong answers) {
    for (long i = 0; i <= n; i++) {
      while (answers.getAcquire() < i) {
        LockSupport.park(answers);
      }
      if (i < n) {
        asks.trySend(i + 1);
      }
    }
  }
}
