package dev.bide.bench.rows;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/**
 * What {@code async(() -> { while (count >= 0) { leaf.await(); count++; } })} is when one writes
 * the state machine by hand and keeps the contract's rules: it refuses to be polled from inside
 * itself and after its end, charges a budget where the leaf starts and at the loop's back edge, and
 * delivers a cancel at the leaf that starts or waits.
 */
final class HandLoop implements Async<@Nullable Void, RuntimeException> {
  private static final int FRESH = 0;
  private static final int AT_LEAF = 1;
  private static final int ENDED = 2;

  /** The engine's is in its context, which hand-written code cannot see. */
  private static final int BUDGET = 256;

  /** So many back edges are charged together, as in woven code. */
  private static final int BACK_EDGES = 16;

  private final Async<?, RuntimeException> leaf;
  private int state = FRESH;
  private boolean polling;
  private boolean cancelled;
  private boolean told;
  private int budget = BUDGET;
  private long count;

  HandLoop(Async<?, RuntimeException> leaf) {
    this.leaf = leaf;
  }

  @Override
  public @Nullable Object poll(Context cx) {
    if (polling) {
      throw new IllegalStateException("polled from inside its own poll");
    }
    polling = true;
    boolean waits = false;
    int countdown = BACK_EDGES;
    try {
      for (; ; ) {
        switch (state) {
          case FRESH -> {
            if (count < 0) {
              return null;
            }
            if (--budget < 0) {
              budget = BUDGET;
            }
            if (cancelled) {
              throw Cancelled.byLeaf();
            }
            if (leaf.poll(cx) == Poll.PENDING) {
              state = AT_LEAF;
              waits = true;
              return Poll.PENDING;
            }
          }
          case AT_LEAF -> {
            if (cancelled && !told) {
              told = true;
              leaf.cancel();
            }
            if (leaf.poll(cx) == Poll.PENDING) {
              waits = true;
              return Poll.PENDING;
            }
          }
          default ->
              throw new IllegalStateException("polled after its end: a computation runs once");
        }
        count++;
        state = FRESH;
        if (--countdown == 0) {
          countdown = BACK_EDGES;
          budget -= BACK_EDGES;
          if (budget < 0) {
            budget = BUDGET;
          }
        }
      }
    } finally {
      polling = false;
      if (!waits) {
        state = ENDED;
      }
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  /** How often it has gone on. */
  long count() {
    return count;
  }
}
