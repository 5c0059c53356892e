package dev.bide.internal.stream;

import dev.bide.AsyncPredicate;
import dev.bide.AsyncStream;

/** The items from the first one on that a predicate does not accept. */
final class DropWhile<T, X extends Exception> extends Testing<T, X> {
  private boolean open;

  DropWhile(
      AsyncStream<? extends T, ? extends X> source, AsyncPredicate<? super T, ? extends X> p) {
    super(source, p);
  }

  @Override
  boolean isOpen() {
    return open;
  }

  @Override
  Verdict verdict(boolean accepted) {
    if (accepted) {
      return Verdict.SKIP;
    }
    open = true;
    return Verdict.GIVE;
  }
}
