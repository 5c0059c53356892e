package dev.bide;

import org.jspecify.annotations.Nullable;

/**
 * A scope in which a child's failure stays its own: it reaches those who join the child, and the
 * runtime's failure handler when nobody has. Otherwise like {@link Scope}.
 */
public interface Supervisor {
  /** Starts a task of its own. */
  <T extends @Nullable Object, X extends Exception> Task<T, X> spawn(
      AsyncSupplier<? extends T, ? extends X> block);

  /** The same for a block that gives no value. */
  <X extends Exception> Task<@Nullable Void, X> spawn(AsyncRunnable<? extends X> block);

  /** A spawner for tasks of one kind. */
  <X extends Exception> Spawner<X> spawner(Class<X> kind);

  /** Cancels the body and all children. From any thread. */
  void cancel();
}
