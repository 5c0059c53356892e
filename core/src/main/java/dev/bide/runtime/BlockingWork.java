package dev.bide.runtime;

import dev.bide.Async;
import dev.bide.Blocking;
import org.jspecify.annotations.Nullable;

/** The capability of running sync code off the runtime's threads. */
public interface BlockingWork {
  /**
   * Runs {@code call} on a thread that may block.
   *
   * @param abandonOnCancel whether a cancelled wait ends at once and leaves the call running;
   *     otherwise the thread is interrupted and awaited
   */
  <T extends @Nullable Object, X extends Exception> Async<T, X> run(
      Blocking.Call<? extends T, ? extends X> call, boolean abandonOnCancel);
}
