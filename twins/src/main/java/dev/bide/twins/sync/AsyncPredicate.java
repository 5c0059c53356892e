package dev.bide.twins.sync;

import dev.bide.twins.Waits;
import org.jspecify.annotations.Nullable;

/** As {@link dev.bide.AsyncPredicate}. */
@FunctionalInterface
public interface AsyncPredicate<A extends @Nullable Object, X extends Exception> {
  /** The block. */
  boolean body(A a) throws X;

  /** Runs it. */
  @Waits
  default boolean test(A a) throws X {
    SyncTrial.enter();
    try {
      return body(a);
    } finally {
      SyncTrial.exit();
    }
  }
}
