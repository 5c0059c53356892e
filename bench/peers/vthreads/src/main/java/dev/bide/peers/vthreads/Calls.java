package dev.bide.peers.vthreads;

import dev.bide.peers.side.Batch;
import dev.bide.peers.side.Stopwatch;
import org.jspecify.annotations.Nullable;

/** Calls that suspend deep down. A virtual thread has no bare loop: it yields to its scheduler. */
@SuppressWarnings("ThreadPriorityCheck") // the yield is what is measured
final class Calls {
  private Calls() {}

  static Batch three(long n) {
    long sum = 0;
    Stopwatch watch = Stopwatch.start();
    for (long i = 0; i < n; i++) {
      sum += outer(i) - i - 1001;
    }
    return watch.stop(sum);
  }

  private static long outer(long x) {
    return middle(x) + 1;
  }

  private static long middle(long x) {
    return inner(x) + 1;
  }

  private static long inner(long x) {
    Thread.yield();
    return x + 1000;
  }

  static Batch depth(int depth, long n) {
    var chain = new Chain(n);
    int above = chain.call(depth);
    if (above != depth - 1) {
      throw new IllegalStateException(above + " frames above the leaf");
    }
    return chain.batch();
  }

  private static final class Chain {
    private final long n;
    private @Nullable Batch batch;

    Chain(long n) {
      this.n = n;
    }

    Batch batch() {
      if (batch == null) {
        throw new IllegalStateException("the leaf was not reached");
      }
      return batch;
    }

    int call(int depth) {
      if (depth > 1) {
        return call(depth - 1) + 1;
      }
      Thread.yield();
      long done = 0;
      Stopwatch watch = Stopwatch.start();
      while (done < n) {
        Thread.yield();
        done++;
      }
      batch = watch.stop(done);
      return 0;
    }
  }
}
