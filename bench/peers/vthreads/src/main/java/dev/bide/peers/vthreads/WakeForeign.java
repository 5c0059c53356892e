package dev.bide.peers.vthreads;

import dev.bide.peers.side.Batch;
import dev.bide.peers.side.Stopwatch;
import java.util.concurrent.locks.LockSupport;

final class WakeForeign {
  private volatile long asked;
  private volatile long answered;

  private WakeForeign() {}

  static Batch run(long n) throws InterruptedException {
    return new WakeForeign().trips(n);
  }

  private Batch trips(long n) throws InterruptedException {
    Thread task = Thread.currentThread();
    Thread foreign = Thread.ofPlatform().unstarted(() -> ask(task, n));
    Stopwatch watch = Stopwatch.start();
    foreign.start();
    for (long i = 1; i <= n; i++) {
      while (asked < i) {
        LockSupport.park(this);
      }
      answered = i;
      LockSupport.unpark(foreign);
    }
    Batch batch = watch.stop(answered);
    foreign.join();
    return batch;
  }

  private void ask(Thread task, long n) {
    for (long i = 1; i <= n; i++) {
      asked = i;
      LockSupport.unpark(task);
      while (answered < i) {
        LockSupport.park(this);
      }
    }
  }
}
