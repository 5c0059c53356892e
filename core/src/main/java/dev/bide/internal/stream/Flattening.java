package dev.bide.internal.stream;

import dev.bide.Poll;
import dev.bide.internal.EngineContext;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/**
 * All items of several streams, one stream after the other. Each is closed before the next one is
 * asked for.
 *
 * <pre>
 *   between --nextInner--> reading --its end--> closing --closed--> between
 * </pre>
 */
abstract class Flattening<T, X extends Exception> extends Stage<T, X> {
  private @Nullable Stage<?, ?> inner;

  /** Of {@link #inner}. */
  private final Run closing = new Run();

  /** The next stream: a stage that this one owns, null when there is none, or {@code PENDING}. */
  abstract @Nullable Object nextInner(Context cx) throws Throwable;

  /** {@link #withdraw} where there is no inner stream. */
  abstract boolean withdrawOuter(Context cx, boolean abort) throws Throwable;

  /** {@link #release} where there is no inner stream. */
  abstract boolean releaseOuter(Context cx, boolean abort) throws Throwable;

  @Override
  @Nullable Object pull(Context cx) throws Throwable {
    for (; ; ) {
      Stage<?, ?> i = inner;
      if (i == null) {
        Object next = nextInner(cx);
        if (next == null || next == Poll.PENDING) {
          return next;
        }
        i = (Stage<?, ?>) next;
        inner = i;
      }
      if (!closing.isRunning()) {
        Object r = i.ask(cx);
        if (r != null) {
          return r;
        }
        closing.begin(i.closeAsync());
      }
      if (closing.poll(cx) == Poll.PENDING) {
        return Poll.PENDING;
      }
      inner = null;
      if (EngineContext.isBudgetSpent(cx)) {
        return Poll.PENDING;
      }
    }
  }

  @Override
  boolean isInside() {
    return closing.isPolled() || (inner != null && inner.isPolled());
  }

  @Override
  boolean withdraw(Context cx, boolean abort) throws Throwable {
    if (closing.isRunning()) {
      closing.keepGoing(cx);
      return true;
    }
    return inner == null ? withdrawOuter(cx, abort) : inner.letGo(cx, abort);
  }

  @Override
  boolean release(Context cx, boolean abort) throws Throwable {
    if (!closing.awaitEnd(cx, abort) || (inner != null && !inner.finish(cx, abort))) {
      return false;
    }
    inner = null;
    return releaseOuter(cx, abort);
  }
}
