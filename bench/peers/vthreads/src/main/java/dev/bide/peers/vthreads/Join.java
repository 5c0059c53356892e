package dev.bide.peers.vthreads;

import dev.bide.peers.side.Batch;
import dev.bide.peers.side.Stopwatch;

final class Join {
  private long ended;

  private Join() {}

  static Batch run(long n) throws InterruptedException {
    var threads = new Thread[100];
    long done = 0;
    Stopwatch watch = Stopwatch.start();
    for (long i = 0; i < n; i++) {
      var join = new Join();
      for (int k = 0; k < 100; k++) {
        threads[k] = Thread.startVirtualThread(join::child);
      }
      for (Thread thread : threads) {
        thread.join();
      }
      done += join.ended / 100;
    }
    return watch.stop(done);
  }

  @SuppressWarnings("ThreadPriorityCheck") // the yield is what is measured
  private void child() {
    Thread.yield();
    // One carrier, and no wait in between: nothing is lost.
    ended++;
  }
}
