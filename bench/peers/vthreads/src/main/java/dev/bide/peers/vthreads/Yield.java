package dev.bide.peers.vthreads;

import dev.bide.peers.side.Batch;
import dev.bide.peers.side.Probe;
import dev.bide.peers.side.Stopwatch;

final class Yield implements Runnable {
  private final int id;
  private final long times;
  private long done;

  private Yield(int id, long times) {
    this.id = id;
    this.times = times;
  }

  static Batch run(long n) throws InterruptedException {
    var tasks = new Yield[100];
    var threads = new Thread[100];
    for (int i = 0; i < 100; i++) {
      tasks[i] = new Yield(i, (n + 99) / 100);
      threads[i] = Thread.startVirtualThread(tasks[i]);
    }
    long done = 0;
    Stopwatch watch = Stopwatch.start();
    for (int i = 0; i < 100; i++) {
      threads[i].join();
      done += tasks[i].done;
    }
    return watch.stop(done);
  }

  @Override
  @SuppressWarnings("ThreadPriorityCheck") // the yield is what is measured
  public void run() {
    while (done < times) {
      Thread.yield();
      Probe.ran(id);
      done++;
    }
  }
}
