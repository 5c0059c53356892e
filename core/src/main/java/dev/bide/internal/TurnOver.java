package dev.bide.internal;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import dev.bide.weave.v1.Leaf;
import dev.bide.weave.v1.Suspended;
import org.jspecify.annotations.Nullable;

/** Waits for one turn of the scheduler. */
public final class TurnOver implements Async<@Nullable Void, RuntimeException> {
  /** Ready when polled: for where the start of a leaf waits for a turn by itself. */
  static final Async<@Nullable Void, RuntimeException> READY = new AtOnce();

  private static final int FRESH = 0;
  private static final int WAITS = 1;
  private static final int ENDED = 2;

  private int state;
  private int turn;
  private boolean cancelled;

  private TurnOver() {}

  /** A fresh one. */
  public static Async<@Nullable Void, RuntimeException> yielding() {
    return new TurnOver();
  }

  /** See {@link dev.bide.weave.v1.Leaves#yield}. */
  public static Object inPlace(EngineContext cx, @Nullable Suspended spare) {
    TurnOver leaf = Leaf.in(spare) instanceof TurnOver t && t.state == ENDED ? t : new TurnOver();
    leaf.state = FRESH;
    leaf.cancelled = false;
    Suspended waits = Leaf.lent(leaf, spare);
    if (!Leaf.charge(cx)) {
      return Leaf.later(waits, cx);
    }
    leaf.begin(cx);
    return waits;
  }

  private void begin(EngineContext cx) {
    state = WAITS;
    turn = cx.task.noteTurn();
    cx.root().wake(); // it is being polled: this means the next turn
  }

  @Override
  public @Nullable Object poll(Context context) {
    EngineContext cx = EngineContext.of(context);
    switch (state) {
      case FRESH -> {
        if (cancelled) {
          state = ENDED;
          throw Cancellation.cancelled();
        }
        begin(cx);
        return Poll.PENDING;
      }
      case WAITS -> {
        if (cancelled) {
          state = ENDED;
          throw Cancellation.cancelled();
        }
        if (turn == cx.task.turn) { // polled without a reason
          return Poll.PENDING;
        }
        state = ENDED;
        return null;
      }
      default -> throw new IllegalStateException("polled after its end: a computation runs once");
    }
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  private static final class AtOnce implements Async<@Nullable Void, RuntimeException> {
    @Override
    public @Nullable Object poll(Context cx) {
      return null;
    }

    @Override
    public void cancel() {} // it never waits
  }
}
