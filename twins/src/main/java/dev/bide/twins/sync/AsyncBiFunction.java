package dev.bide.twins.sync;

import dev.bide.twins.Waits;
import org.jspecify.annotations.Nullable;

/** As {@link dev.bide.AsyncBiFunction}. */
@FunctionalInterface
public interface AsyncBiFunction<
    A extends @Nullable Object,
    B extends @Nullable Object,
    R extends @Nullable Object,
    X extends Exception> {
  /** The block. */
  R body(A a, B b) throws X;

  /** Runs it. */
  @Waits
  default R apply(A a, B b) throws X {
    SyncTrial.enter();
    try {
      return body(a, b);
    } finally {
      SyncTrial.exit();
    }
  }
}
