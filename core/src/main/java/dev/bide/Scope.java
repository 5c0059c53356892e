package dev.bide;

import org.jspecify.annotations.Nullable;

/**
 * Owns its children: {@code scope(s -> …)} ends only when they all have ended. The first failure
 * cancels the others and the body, and is what the scope throws; further failures are suppressed
 * exceptions of it.
 *
 * <p>{@link #spawn}, {@link #background} and {@link #spawner} may be called by any task inside the
 * scope, on any thread; {@link #start} only by the task that opened it. Once the scope has ended
 * they throw {@code IllegalStateException}. A child that its own handle cancelled has not failed.
 *
 * <p>The {@code throws X} never throws there: the scope throws it when the child fails. It is
 * declared so that the compiler counts the children's kinds to the scope's.
 */
public interface Scope {
  /** Starts a task of its own, which may run in parallel where the runtime does that. */
  <T extends @Nullable Object, X extends Exception> Task<T, X> spawn(
      AsyncSupplier<? extends T, ? extends X> block) throws X;

  /** The same for a block that gives no value. */
  <X extends Exception> Task<@Nullable Void, X> spawn(AsyncRunnable<? extends X> block) throws X;

  /**
   * Starts a child inside this task: never in parallel with it, so it may use the task's own data.
   * It first runs when its starter next waits.
   */
  <T extends @Nullable Object, X extends Exception> Task<T, X> start(
      AsyncSupplier<? extends T, ? extends X> block) throws X;

  /** The same for a block that gives no value. */
  <X extends Exception> Task<@Nullable Void, X> start(AsyncRunnable<? extends X> block) throws X;

  /**
   * Starts a task that serves the others (a client's reader, a heartbeat): it is cancelled and
   * awaited once the body and all other children have ended.
   */
  <X extends Exception> Task<@Nullable Void, X> background(AsyncRunnable<? extends X> block)
      throws X;

  /** A spawner whose tasks' kind is declared once, here. */
  <X extends Exception> Spawner<X> spawner(Class<X> kind) throws X;

  /** Cancels the body and all children. From any thread. */
  void cancel();
}
