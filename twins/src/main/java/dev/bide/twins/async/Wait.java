package dev.bide.twins.async;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import dev.bide.twins.Schedule;
import dev.bide.twins.Schedule.Cancel;
import org.jspecify.annotations.Nullable;

/**
 * A leaf: pending as the schedule says.
 *
 * <pre>
 *   FRESH --poll--> WAITS --poll, nothing left to wait for--> ENDED
 *     |               ^_poll_|                                  ^
 *     |______ poll, ready at once ______________________________|
 * </pre>
 */
final class Wait<T extends @Nullable Object, X extends Exception> implements Async<T, X> {
  /** Gives the value, or fails. */
  interface Outcome<T extends @Nullable Object, X extends Exception> {
    /** At the wait's end. */
    T get() throws X;
  }

  private static final int FRESH = 0;
  private static final int WAITS = 1;
  private static final int ENDED = 2;

  private final String what;
  private final Outcome<T, X> outcome;
  private int state;
  private int number;
  private int left;
  private boolean woken;
  private boolean cancelled;
  private boolean deaf;

  Wait(String what, Outcome<T, X> outcome) {
    this.what = what;
    this.outcome = outcome;
  }

  @Override
  public @Nullable Object poll(Context cx) throws X {
    AsyncTrial trial = AsyncTrial.now();
    Schedule s = trial.schedule();
    switch (state) {
      case FRESH -> {
        number = trial.startWait(what);
        state = WAITS;
        left = s.pendings(number);
        if (number == s.cancelAt()) {
          deaf = s.cancel() == Cancel.REFUSES || s.cancel() == Cancel.READY;
          if (s.cancel() == Cancel.READY) {
            left = 0;
          } else if (left == 0) {
            left = 1;
          }
          trial.cancel();
        }
      }
      case WAITS -> {
        if (cancelled && !deaf) {
          state = ENDED;
          if (s.cancel() == Cancel.FAILS) {
            trial.event("fails " + number);
            throw new IllegalStateException("cancelled while waiting");
          }
          trial.event("gives up " + number);
          throw Cancelled.byLeaf();
        }
        if (!woken) {
          return Poll.PENDING; // a spurious poll
        }
      }
      default -> throw new IllegalStateException("wait " + number + " was polled after its end");
    }
    if (left > 0) {
      left--;
      arrange(cx, trial, s);
      return Poll.PENDING;
    }
    state = ENDED;
    trial.event("has " + number);
    return outcome.get();
  }

  private void arrange(Context cx, AsyncTrial trial, Schedule s) {
    if (s.wakesAtOnce(number)) {
      woken = true;
      cx.waker().wake();
      return;
    }
    woken = false;
    if (s.pending() == Schedule.Pending.RANDOM) {
      cx.waker().wake(); // spurious: it is polled before it is woken
    }
    var waker = cx.waker();
    trial.wakeLater(() -> {
      woken = true;
      waker.wake();
    });
  }

  @Override
  public void cancel() {
    cancelled = true;
  }
}
