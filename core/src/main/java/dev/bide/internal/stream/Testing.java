package dev.bide.internal.stream;

import dev.bide.AsyncPredicate;
import dev.bide.AsyncStream;
import dev.bide.Poll;
import dev.bide.internal.Blocks;
import dev.bide.internal.EngineContext;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/** What a predicate says of an item decides what becomes of it. */
abstract class Testing<T, X extends Exception> extends Operator<T, T, X> {
  private final AsyncPredicate<? super T, ? extends X> p;

  /** While its test runs. */
  private @Nullable Object tested;

  Testing(AsyncStream<? extends T, ? extends X> source, AsyncPredicate<? super T, ? extends X> p) {
    super(source);
    this.p = p;
  }

  /** What to do with an item after its test. */
  enum Verdict {
    /** Hand it on. */
    GIVE,
    /** Go on to the next one. */
    SKIP,
    /** The stream ends before it. */
    END
  }

  /** Whether items are handed on without a test. */
  boolean isOpen() {
    return false;
  }

  /** Decides about an item. */
  abstract Verdict verdict(boolean accepted);

  @Override
  final @Nullable Object pull(Context cx) throws Throwable {
    for (; ; ) {
      Object accepted;
      if (run.isRunning()) {
        accepted = run.poll(cx);
      } else {
        Object r = source.ask(cx);
        if (r == null || r == Poll.PENDING || isOpen()) {
          return r;
        }
        tested = r;
        if (Blocks.neverWaits(p)) {
          accepted = p.body(item(r));
        } else {
          accepted = run.isSpent() ? run.again(cx, r) : run.first(cx, Blocks.of(p, item(r)));
        }
      }
      if (accepted == Poll.PENDING) {
        return accepted;
      }
      Object item = tested;
      tested = null;
      switch (verdict(Boolean.TRUE.equals(accepted))) {
        case GIVE -> {
          return item;
        }
        case END -> {
          return null;
        }
        case SKIP -> {
          if (EngineContext.isBudgetSpent(cx)) {
            return Poll.PENDING;
          }
        }
      }
    }
  }

  @Override
  boolean release(Context cx, boolean abort) throws Throwable {
    if (!run.end(cx, abort, this)) {
      return false;
    }
    drop(cx, tested);
    tested = null;
    return source.finish(cx, abort);
  }
}
