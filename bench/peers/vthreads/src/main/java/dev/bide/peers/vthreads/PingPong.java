package dev.bide.peers.vthreads;

import dev.bide.peers.side.Batch;
import dev.bide.peers.side.Probe;
import dev.bide.peers.side.Stopwatch;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

final class PingPong {
  private PingPong() {}

  static Batch run(long n) throws InterruptedException {
    BlockingQueue<Long> pings = new ArrayBlockingQueue<>(1);
    BlockingQueue<Long> pongs = new ArrayBlockingQueue<>(1);
    Thread other =
        Thread.startVirtualThread(() -> {
          try {
            for (long i = 0; i < n; i++) {
              long ping = pings.take();
              Probe.ran(1);
              pongs.put(ping + 1);
            }
          } catch (InterruptedException e) {
            throw new IllegalStateException(e);
          }
        });
    Spin.letOthersWait();
    long at = 0;
    Stopwatch watch = Stopwatch.start();
    for (long i = 0; i < n; i++) {
      Probe.ran(0);
      pings.put(at);
      at = pongs.take();
    }
    Batch batch = watch.stop(at);
    other.join();
    return batch;
  }
}
