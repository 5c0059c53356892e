package dev.bide.internal.stream;

import dev.bide.AsyncStream;
import dev.bide.runtime.Context;

/** A stage with one source and, mostly, a function that one item at a time goes through. */
abstract class Operator<S, T, X extends Exception> extends Stage<T, X> {
  final Stage<S, ?> source;

  /** The function, while it runs. */
  final Run run = new Run();

  Operator(AsyncStream<? extends S, ? extends X> source) {
    this.source = own(source);
  }

  /** The item as what it is. */
  @SuppressWarnings("unchecked") // what a source of S gives
  final S item(Object item) {
    return (S) item;
  }

  @Override
  boolean isInside() {
    return run.isPolled() || source.isPolled();
  }

  @Override
  boolean withdraw(Context cx, boolean abort) throws Throwable {
    if (run.isRunning()) {
      run.keepGoing(cx);
      return true;
    }
    return source.letGo(cx, abort);
  }

  @Override
  boolean release(Context cx, boolean abort) throws Throwable {
    return run.end(cx, abort, this) && source.finish(cx, abort);
  }
}
