package dev.bide.peers.vthreads;

import dev.bide.peers.side.Batch;
import dev.bide.peers.side.Stopwatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;

final class Timers {
  private static final long HOUR = TimeUnit.HOURS.toNanos(1);

  private Timers() {}

  /**
   * A sleep is a thread that is blocked, and its cancelling is a wake-up by another: there is no
   * timer without both.
   */
  @SuppressWarnings("ThreadPriorityCheck") // with one carrier the order is known
  static Batch arm(long n) throws InterruptedException {
    Thread sleeper = Thread.currentThread();
    var ended = new boolean[1];
    Thread canceller =
        Thread.startVirtualThread(() -> {
          while (!ended[0]) {
            LockSupport.unpark(sleeper);
            Thread.yield();
          }
        });
    long done = 0;
    Stopwatch watch = Stopwatch.start();
    for (long i = 0; i < n; i++) {
      LockSupport.parkNanos(HOUR);
      done++;
    }
    Batch batch = watch.stop(done);
    ended[0] = true;
    canceller.join();
    return batch;
  }

  static Batch race(long n) throws InterruptedException, ExecutionException, TimeoutException {
    long done = 0;
    Stopwatch watch = Stopwatch.start();
    for (long i = 0; i < n; i++) {
      var child = new FutureTask<>(Timers::child);
      Thread.startVirtualThread(child);
      done += child.get(1, TimeUnit.HOURS);
    }
    return watch.stop(done);
  }

  @SuppressWarnings("ThreadPriorityCheck") // the yield is what is measured
  private static int child() {
    Thread.yield();
    return 1;
  }
}
