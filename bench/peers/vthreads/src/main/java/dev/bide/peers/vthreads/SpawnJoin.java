package dev.bide.peers.vthreads;

import dev.bide.peers.side.Batch;
import dev.bide.peers.side.Stopwatch;

/**
 * A thread and its {@code join}, with the result in a field: less than an executor's {@code submit}
 * and {@code get}.
 */
final class SpawnJoin implements Runnable {
  private long result;

  static Batch run(long n) throws InterruptedException {
    long done = 0;
    Stopwatch watch = Stopwatch.start();
    for (long i = 0; i < n; i++) {
      var task = new SpawnJoin();
      Thread.startVirtualThread(task).join();
      done += task.result;
    }
    return watch.stop(done);
  }

  @Override
  public void run() {
    result = 1;
  }
}
