package dev.bide.internal;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.runtime.Context;
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

  @Override
  public @Nullable Object poll(Context context) {
    EngineContext cx = EngineContext.of(context);
    switch (state) {
      case FRESH -> {
        state = WAITS;
        turn = cx.task.turn;
        cx.root.wake(); // it is being polled: this means the next turn
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
