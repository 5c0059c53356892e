package dev.bide.twins.sync;

import org.jspecify.annotations.Nullable;

/** As {@link dev.bide.AsyncSupplier}. */
@FunctionalInterface
public interface AsyncSupplier<T extends @Nullable Object, X extends Exception>
    extends AsyncRunnable<X> {
  /** The block. */
  T body() throws X;

  @Override
  default void voidBody() throws X {
    body();
  }

  /** Runs it. */
  default T await() throws X {
    SyncTrial.enter();
    try {
      return body();
    } finally {
      SyncTrial.exit();
    }
  }
}
