package dev.bide.bench.rows;

import static dev.bide.Async.all;

import dev.bide.bench.side.Row;
import java.util.ArrayList;
import java.util.List;

/** A hundred blocks that wait, each for its own gate, and are woken in turn: queue, turn, poll. */
final class Gates implements Row {
  private final TightLoop loop = new TightLoop();
  private final List<Gate> gates = new ArrayList<>();

  private Gates() {
    for (int i = 0; i < 100; i++) {
      gates.add(new Gate());
    }
  }

  /** As a hundred tasks. */
  static Row ofTasks() {
    Gates row = new Gates();
    for (Gate gate : row.gates) {
      row.loop.spawn(Woven.loop(gate));
    }
    row.loop.runAll();
    return row;
  }

  /** As the children of a join in one task. */
  static Row ofOneJoin() {
    Gates row = new Gates();
    List<Gate> gates = row.gates;
    row.loop.spawn(() -> {
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
    row.loop.runAll();
    return row;
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
