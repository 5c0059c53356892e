package dev.bide.it.stress;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.runtime.Context;

/** Bugs that the checks have to find: what an engine might do to a computation that it runs. */
enum Planted {
  NOTHING,

  /** A value that comes after a cancel is forgotten. */
  LOSES_A_LATE_VALUE,

  /** A cancel is not passed on. */
  KEEPS_A_CANCEL_BACK,

  /** A wake-up is lost. */
  DOES_NOT_WAKE,

  /** A failure is taken for a value. */
  SWALLOWS_A_FAILURE,

  /** A value is closed, and given all the same. */
  CLOSES_TOO_EARLY;

  Async<Object, Exception> in(Async<Object, Exception> block) {
    return this == NOTHING ? block : new Wrong(this, block);
  }

  private static final class Wrong implements Async<Object, Exception> {
    private final Planted bug;
    private final Async<Object, Exception> inner;
    private Async<?, Exception> closing;
    private boolean cancelled;

    Wrong(Planted bug, Async<Object, Exception> inner) {
      this.bug = bug;
      this.inner = inner;
    }

    @Override
    public Object poll(Context cx) throws Exception {
      Object value;
      try {
        value = closing != null ? closing.poll(cx) : inner.poll(cx);
      } catch (Boom e) {
        if (bug == SWALLOWS_A_FAILURE) {
          return 1;
        }
        throw e;
      }
      if (closing != null || value == Poll.PENDING) {
        return value;
      }
      if (bug == LOSES_A_LATE_VALUE && cancelled) {
        return null;
      }
      if (bug == DOES_NOT_WAKE && value instanceof Integer) {
        return Poll.PENDING;
      }
      if (bug == CLOSES_TOO_EARLY && value instanceof Resource r) {
        closing = r.closeAsync().map(nothing -> r);
        return poll(cx);
      }
      return value;
    }

    @Override
    public void cancel() {
      cancelled = true;
      if (bug != KEEPS_A_CANCEL_BACK) {
        inner.cancel();
      }
    }

    @Override
    public void abort() {
      cancelled = true;
      inner.abort();
    }
  }
}
