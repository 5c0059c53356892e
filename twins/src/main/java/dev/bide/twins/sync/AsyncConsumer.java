package dev.bide.twins.sync;

import dev.bide.twins.Waits;
import org.jspecify.annotations.Nullable;

/** As {@link dev.bide.AsyncConsumer}. */
@FunctionalInterface
public interface AsyncConsumer<A extends @Nullable Object, X extends Exception> {
  /** The block. */
  void voidBody(A a) throws X;

  /** Runs it. */
  @Waits
  default void accept(A a) throws X {
    SyncTrial.enter();
    try {
      voidBody(a);
    } finally {
      SyncTrial.exit();
    }
  }
}
