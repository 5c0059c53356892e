package dev.bide.peers.vthreads;

import dev.bide.peers.side.Batch;
import dev.bide.peers.side.Probe;
import dev.bide.peers.side.Stopwatch;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;

/** A future whose value is the future that is to be completed next, by the other. */
@SuppressWarnings("FutureReturnValueIgnored") // what is looked up is the next one, to complete
final class Oneshot extends CompletableFuture<Oneshot> {
  static Batch run(long n) throws InterruptedException, ExecutionException {
    var first = new Oneshot();
    var other = new FutureTask<>(() -> answer(first));
    Thread.startVirtualThread(other);
    Spin.letOthersWait();
    long half = (n + 1) / 2;
    Oneshot to = first;
    Stopwatch watch = Stopwatch.start();
    for (long i = 0; i < half; i++) {
      Probe.ran(0);
      var next = new Oneshot();
      to.complete(next);
      to = next.get();
    }
    to.complete(null);
    return watch.stop(half + other.get());
  }

  private static long answer(Oneshot first) throws InterruptedException, ExecutionException {
    long done = 0;
    for (Oneshot to = first.get(); to != null; done++) {
      Probe.ran(1);
      var next = new Oneshot();
      to.complete(next);
      to = next.get();
    }
    return done;
  }
}
