package dev.bide.twins.sync;

import dev.bide.twins.Waits;
import org.jspecify.annotations.Nullable;

/** As {@link dev.bide.AsyncFunction}. */
@FunctionalInterface
public interface AsyncFunction<
        A extends @Nullable Object, R extends @Nullable Object, X extends Exception>
    extends AsyncConsumer<A, X> {
  /** The block. */
  R body(A a) throws X;

  @Override
  default void voidBody(A a) throws X {
    body(a);
  }

  /** Runs it. */
  @Waits
  default R apply(A a) throws X {
    SyncTrial.enter();
    try {
      return body(a);
    } finally {
      SyncTrial.exit();
    }
  }
}
