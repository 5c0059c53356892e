package dev.bide.bench.rows;

import dev.bide.Async;
import dev.bide.bench.side.Row;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A wake-up on the task's own thread, and all it leads to: queue, turn, poll. */
final class OwnWake implements Row {
  private final TightLoop loop = new TightLoop();
  private final Gate gate = new Gate();

  OwnWake(
      Function<Async<@Nullable Void, RuntimeException>, Async<@Nullable Void, RuntimeException>>
          body) {
    loop.spawn(body.apply(gate));
    loop.runAll();
  }

  @Override
  public void run(long n) {
    for (long i = 0; i < n; i++) {
      gate.open();
      loop.runAll();
    }
  }
}
