package dev.bide.peers.vthreads;

import dev.bide.peers.side.Batch;
import dev.bide.peers.side.Probe;
import dev.bide.peers.side.Stopwatch;
import java.util.concurrent.locks.ReentrantLock;

/** A fair lock: who unlocks and locks again goes to the end of its queue. */
final class Mutex {
  private final ReentrantLock lock = new ReentrantLock(true);
  private long turns;

  private Mutex() {}

  static Batch run(long n) throws InterruptedException {
    return new Mutex().turns((n + 1) / 2);
  }

  private Batch turns(long each) throws InterruptedException {
    Thread first;
    Thread second;
    Stopwatch watch;
    lock.lock();
    try {
      first = Thread.startVirtualThread(() -> take(0, each));
      second = Thread.startVirtualThread(() -> take(1, each));
      Spin.letOthersWait();
      watch = Stopwatch.start();
    } finally {
      lock.unlock();
    }
    first.join();
    second.join();
    return watch.stop(turns);
  }

  private void take(int id, long each) {
    for (long i = 0; i < each; i++) {
      lock.lock();
      try {
        Probe.ran(id);
        turns++;
      } finally {
        lock.unlock();
      }
    }
  }
}
