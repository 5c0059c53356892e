package dev.bide.bench.rows;

import static dev.bide.Async.all;

import dev.bide.bench.side.Row;
import java.util.ArrayList;
import java.util.List;

/** A join of 100 children that all wait, of which one is woken: queue, turn, poll. */
final class JoinWoken implements Row {
  private final TightLoop loop = new TightLoop();
  private final List<Gate> gates = new ArrayList<>();

  JoinWoken() {
    for (int i = 0; i < 100; i++) {
      gates.add(new Gate());
    }
    loop.spawn(() -> {
      all(
              gates,
              gate -> {
                long count = 0;
                while (count >= 0) {
                  gate.await();
                  count++;
                }
                return count;
              })
          .await();
    });
    loop.runAll();
  }

  @Override
  public void run(long n) {
    int next = 0;
    for (long i = 0; i < n; i++) {
      gates.get(next).open();
      loop.runAll();
      next = next == 99 ? 0 : next + 1;
    }
  }
}
