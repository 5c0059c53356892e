package dev.bide.twins.sync;

import dev.bide.twins.Waits;

/** As {@link dev.bide.AsyncCloseable}. */
public interface AsyncCloseable<X extends Exception> extends AutoCloseable {
  /** Closes it. */
  @Waits
  void closeAsync() throws X;

  /** What try-with-resources calls: no cancel cuts it short. */
  @Override
  default void close() throws X {
    SyncTrial trial = SyncTrial.now();
    trial.shield();
    try {
      closeAsync();
    } finally {
      trial.unshield();
    }
  }
}
