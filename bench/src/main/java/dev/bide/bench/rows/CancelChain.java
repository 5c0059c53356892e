package dev.bide.bench.rows;

import static dev.bide.Async.async;

import dev.bide.Async;
import dev.bide.Task;
import dev.bide.bench.side.Batch;
import dev.bide.bench.side.Stopwatch;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The cancel of a chain of 100 blocks that waits at its innermost; one block is one operation. */
final class CancelChain implements Batch {
  private static final int DEPTH = 100;

  /** Few enough for the processor's caches: what is measured is not how memory is fetched. */
  private static final int AT_ONCE = 100;

  private final TightLoop loop = new TightLoop();
  private final boolean handlers;
  private long handled;

  /** With or without a {@code finally} in each block. */
  CancelChain(boolean handlers) {
    this.handlers = handlers;
  }

  @Override
  public long run(long n, Stopwatch watch) {
    long chains = (n + DEPTH - 1) / DEPTH;
    handled = 0;
    for (long left = chains; left > 0; left -= AT_ONCE) {
      cancel((int) Math.min(left, AT_ONCE), watch);
    }
    long levels = chains * DEPTH;
    if (handlers && handled != levels) {
      throw new IllegalStateException("handlers run: " + handled);
    }
    return levels;
  }

  private void cancel(int chains, Stopwatch watch) {
    List<Task<?, ?>> tasks = new ArrayList<>();
    for (int i = 0; i < chains; i++) {
      tasks.add(loop.spawn(handlers ? handling(DEPTH) : plain(DEPTH)));
    }
    loop.runAll();
    watch.start();
    for (Task<?, ?> task : tasks) {
      task.cancel();
      loop.runAll();
    }
    watch.stop();
    for (Task<?, ?> task : tasks) {
      if (!task.isEnded()) {
        throw new IllegalStateException("a cancelled task has not ended");
      }
    }
  }

  private Async<@Nullable Void, RuntimeException> handling(int depth) {
    return async(() -> {
      try {
        if (depth == 1) {
          new Never().await();
        } else {
          handling(depth - 1).await();
        }
      } finally {
        handled++;
      }
    });
  }

  private Async<@Nullable Void, RuntimeException> plain(int depth) {
    return async(() -> {
      if (depth == 1) {
        new Never().await();
      } else {
        plain(depth - 1).await();
      }
    });
  }
}
