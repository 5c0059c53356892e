package dev.bide.internal.stream;

import dev.bide.AsyncPredicate;
import dev.bide.AsyncStream;

/** The items before the first one that a predicate does not accept. */
final class TakeWhile<T, X extends Exception> extends Testing<T, X> {
  TakeWhile(
      AsyncStream<? extends T, ? extends X> source, AsyncPredicate<? super T, ? extends X> p) {
    super(source, p);
  }

  @Override
  Verdict verdict(boolean accepted) {
    return accepted ? Verdict.GIVE : Verdict.END;
  }
}
