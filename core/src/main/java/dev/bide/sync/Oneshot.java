package dev.bide.sync;

import dev.bide.Async;
import dev.bide.internal.sync.OneshotImpl;
import org.jspecify.annotations.Nullable;

/**
 * A place for one outcome: completed by anyone, on any thread or runtime; waited for by one.
 *
 * <pre>{@code
 * Oneshot<Reply, IOException> reply = Oneshot.create();
 * requests.send(new Request(text, reply)).await();
 * return reply.await();
 * }</pre>
 *
 * <p>Unlike other computations, it may be awaited again after a wait for it was cancelled, so that
 * it can be raced in a loop: the outcome is kept. Once the outcome was taken, waiting for it throws
 * {@code IllegalStateException}.
 *
 * @param <T> the value
 * @param <X> the kind of exception it may be failed with
 */
public interface Oneshot<T extends @Nullable Object, X extends Exception> extends Async<T, X> {
  /** One without an outcome yet. */
  static <T extends @Nullable Object, X extends Exception> Oneshot<T, X> create() {
    return new OneshotImpl<>();
  }

  /**
   * Gives it its value. From any thread; all that was written before is seen by who gets the value.
   *
   * @return false, and nothing happens, when it had an outcome before
   */
  boolean complete(T value);

  /**
   * Gives it its failure; like {@link #complete}.
   *
   * @return false, and nothing happens, when it had an outcome before
   */
  boolean fail(X failure);

  /** Whether it has an outcome, taken or not. */
  boolean isComplete();
}
