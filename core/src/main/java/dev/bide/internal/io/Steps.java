package dev.bide.internal.io;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.internal.Cancellation;
import dev.bide.internal.EngineContext;
import dev.bide.internal.Sneaky;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/**
 * A computation that awaits others one after the other, and nothing at the same time.
 *
 * <pre>
 *   between steps --step()--> in a step --its value: took()--> between steps
 *        |                         |
 *        |__no more, cancelled_____|__its failure__--> ENDED
 * </pre>
 *
 * <p>A cancel is passed to the step. Where that gives its value all the same, it is taken, and the
 * next step is not begun.
 */
abstract class Steps<T extends @Nullable Object, X extends Exception> implements Async<T, X> {
  private @Nullable Async<?, ?> step;
  private boolean polling;
  private boolean ended;
  private boolean cancelled;

  /** The next thing to wait for; null when there is none, and {@link #result} is to be returned. */
  abstract @Nullable Async<?, ?> step() throws Exception;

  /** The value of the last step. */
  abstract void took(@Nullable Object value) throws Exception;

  /** The value of all. */
  abstract @Nullable Object result() throws Exception;

  /** It is over, by a value, a failure or a cancel. */
  void over() {}

  @Override
  public final @Nullable Object poll(Context cx) throws X {
    if (ended || polling) {
      throw new IllegalStateException(
          ended ? "polled after its end: a computation runs once" : "polled from inside its poll");
    }
    polling = true;
    boolean done = true;
    try {
      Object r = run(cx);
      done = r != Poll.PENDING;
      return r;
    } catch (Exception e) {
      throw Sneaky.<X>sneak(e);
    } finally {
      polling = false;
      if (done) {
        ended = true;
        step = null;
        over();
      }
    }
  }

  private @Nullable Object run(Context cx) throws Exception {
    for (; ; ) {
      Async<?, ?> s = step;
      if (s == null) {
        s = step();
        if (s == null) {
          return result();
        }
        if (cancelled) {
          throw Cancellation.cancelled();
        }
        if (EngineContext.isBudgetSpent(cx)) { // not begun: a cancel finds nothing to be undone
          return Poll.PENDING;
        }
        step = s;
      }
      Object r = s.poll(cx);
      if (r == Poll.PENDING) {
        return r;
      }
      step = null;
      took(r);
    }
  }

  @Override
  public final void cancel() {
    cancelled = true;
    if (step != null) {
      step.cancel();
    }
  }

  @Override
  public final void abort() {
    cancelled = true;
    if (step != null) {
      step.abort();
    }
  }
}
