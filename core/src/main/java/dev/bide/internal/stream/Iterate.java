package dev.bide.internal.stream;

import dev.bide.AsyncFunction;
import dev.bide.Poll;
import dev.bide.internal.Blocks;
import dev.bide.runtime.Context;

/** A seed, and a function of each item for the next one. */
final class Iterate<T, X extends Exception> extends Stage<T, X> {
  private final AsyncFunction<? super T, ? extends T, ? extends X> f;
  private final Run run = new Run();
  private T last;
  private boolean begun;

  Iterate(T seed, AsyncFunction<? super T, ? extends T, ? extends X> f) {
    this.last = seed;
    this.f = f;
  }

  @Override
  @SuppressWarnings("unchecked") // what f gives
  Object pull(Context cx) throws Throwable {
    if (!begun) {
      begun = true;
      return checked(last, "the seed of iterate");
    }
    Object r;
    if (run.isRunning()) {
      r = run.poll(cx);
    } else {
      r = run.isSpent() ? run.again(cx, last) : run.first(cx, Blocks.of(f, last));
    }
    if (r == Poll.PENDING) {
      return r;
    }
    last = (T) checked(r, "the function of iterate");
    return last;
  }

  @Override
  boolean isInside() {
    return run.isPolled();
  }

  @Override
  boolean withdraw(Context cx, boolean abort) {
    run.keepGoing(cx);
    return true;
  }

  @Override
  boolean release(Context cx, boolean abort) {
    return run.end(cx, abort, this);
  }
}
