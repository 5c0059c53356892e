package dev.bide.bench.rows;

import static dev.bide.Async.async;
import static dev.bide.Async.scope;

import dev.bide.Async;
import dev.bide.Scope;
import dev.bide.Task;
import dev.bide.bench.side.Batch;
import dev.bide.bench.side.Stopwatch;
import dev.bide.runtimes.LocalRuntime;
import dev.bide.sync.Oneshot;
import org.jspecify.annotations.Nullable;

/**
 * Creates a oneshot, sends, receives. Two tasks; what goes through each is the next, in the other
 * direction.
 */
final class OneshotRow implements Batch {
  private final LocalRuntime runtime = new LocalRuntime();

  private record Next(@Nullable Oneshot<Next, RuntimeException> to) {}

  @Override
  public long run(long n, Stopwatch watch) {
    long half = (n + 1) / 2;
    return runtime.run(() ->
        scope(
                (Scope s) -> {
                  Oneshot<Next, RuntimeException> first = Oneshot.create();
                  Task<Long, RuntimeException> other = s.spawn(other(first));
                  Task.yield().await(); // it waits before the clock starts
                  Oneshot<Next, RuntimeException> to = first;
                  watch.start();
                  for (long i = 0; i < half; i++) {
                    Oneshot<Next, RuntimeException> next = Oneshot.create();
                    to.complete(new Next(next));
                    to = there(next.await());
                  }
                  to.complete(new Next(null));
                  long done = half + other.await();
                  watch.stop();
                  return done;
                })
            .await());
  }

  private static Oneshot<Next, RuntimeException> there(Next next) {
    if (next.to() == null) {
      throw new IllegalStateException("it ends too early");
    }
    return next.to();
  }

  private static Async<Long, RuntimeException> other(Oneshot<Next, RuntimeException> first) {
    return async(() -> {
      long done = 0;
      Oneshot<Next, RuntimeException> to = first.await().to();
      while (to != null) {
        Oneshot<Next, RuntimeException> next = Oneshot.create();
        to.complete(new Next(next));
        to = next.await().to();
        done++;
      }
      return done;
    });
  }
}
