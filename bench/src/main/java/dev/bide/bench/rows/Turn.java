package dev.bide.bench.rows;

import dev.bide.Async;
import dev.bide.bench.side.Row;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** A resume as the scheduler makes it: woken on the own thread, queue, turn, poll. */
final class Turn implements Row {
  private final TightLoop loop = new TightLoop();
  private final Gate gate = new Gate();

  Turn(
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
