package dev.bide;

import org.jspecify.annotations.Nullable;

/**
 * Starts tasks in a scope or supervisor, for a library or for a callback that cannot throw: {@code
 * urls.forEach(u -> net.spawn(() -> fetch(u).await()))}. From any task inside the scope, on any
 * thread; once the scope has ended it throws {@code IllegalStateException}.
 *
 * @param <X> the kind of exception its tasks fail with
 */
public interface Spawner<X extends Exception> {
  /** Starts a task of its own. */
  <T extends @Nullable Object> Task<T, X> spawn(AsyncSupplier<? extends T, ? extends X> block);

  /** Starts a task of its own that gives no value. */
  Task<@Nullable Void, X> spawn(AsyncRunnable<? extends X> block);

  /**
   * Starts a task that serves the others: it is cancelled and awaited once the scope's body and its
   * other children have ended.
   */
  Task<@Nullable Void, X> background(AsyncRunnable<? extends X> block);
}
