package dev.bide.bench.rows;

import static dev.bide.Async.async;

import dev.bide.Async;
import dev.bide.Task;
import dev.bide.bench.side.Row;
import org.jspecify.annotations.Nullable;

/** A leaf of the library's own, awaited where it is made, again and again. */
final class InPlace implements Row {
  /** Does something so many times. */
  interface Work {
    Async<@Nullable Void, RuntimeException> run(long n);
  }

  private final TightLoop loop = new TightLoop();
  private final Gate gate = new Gate();
  private long asked;
  private long done;

  private InPlace() {}

  private static InPlace of(Work work) {
    InPlace row = new InPlace();
    row.loop.spawn(row.task(work));
    row.loop.runAll();
    return row;
  }

  private Async<@Nullable Void, RuntimeException> task(Work work) {
    return async(() -> {
      while (asked >= 0) {
        gate.await();
        work.run(asked).await();
        done = asked;
      }
    });
  }

  @Override
  public void run(long n) {
    asked = n;
    done = 0;
    gate.open();
    loop.runAll();
    if (done != n) {
      throw new IllegalStateException("not done: " + done + " of " + n);
    }
  }

  static InPlace yield() {
    return of(n ->
        async(() -> {
          for (long i = 0; i < n; i++) {
            Task.yield().await();
          }
        }));
  }
}
