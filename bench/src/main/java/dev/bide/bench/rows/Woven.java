package dev.bide.bench.rows;

import static dev.bide.Async.async;

import dev.bide.Async;
import org.jspecify.annotations.Nullable;

/** The woven computations that wait for ever, for {@link Polls} and {@link OwnWake}. */
final class Woven {
  private Woven() {}

  /** Waits for a leaf again and again. */
  static Async<@Nullable Void, RuntimeException> loop(
      Async<@Nullable Void, RuntimeException> leaf) {
    return async(() -> {
      long count = 0;
      while (count >= 0) {
        leaf.await();
        count++;
      }
    });
  }

  /** The same, awaited through so many blocks. */
  static Async<@Nullable Void, RuntimeException> loop(
      int depth, Async<@Nullable Void, RuntimeException> leaf) {
    if (depth == 1) {
      return loop(leaf);
    }
    return async(() -> {
      loop(depth - 1, leaf).await();
    });
  }
}
