package dev.bide.internal.stream;

import dev.bide.AsyncPredicate;
import dev.bide.AsyncStream;

/** The items that a predicate accepts. */
final class Filter<T, X extends Exception> extends Testing<T, X> {
  Filter(AsyncStream<? extends T, ? extends X> source, AsyncPredicate<? super T, ? extends X> p) {
    super(source, p);
  }

  @Override
  Verdict verdict(boolean accepted) {
    return accepted ? Verdict.GIVE : Verdict.SKIP;
  }
}
