package dev.bide;

import dev.bide.internal.TurnOver;
import dev.bide.weave.v1.LeafForm;
import dev.bide.weave.v1.Leaves;
import org.jspecify.annotations.Nullable;

/**
 * A running task, or a child inside one: the handle that {@code spawn} and {@code start} give.
 *
 * <p>Not an {@link Async}: each {@code await()} or {@link #join} waits afresh for whoever asks, and
 * giving up that wait does not cancel the task. The handle of a spawned task may be used from any
 * task and thread; that of a {@code start} child only in its own task.
 *
 * @param <T> the value
 * @param <X> the kind of exception the task fails with
 */
public interface Task<T extends @Nullable Object, X extends Exception> extends AsyncSupplier<T, X> {
  /**
   * Waits for the value. Throws what the task threw; {@code
   * java.util.concurrent.CancellationException} when somebody else cancelled it; {@link Cancelled}
   * when the wait itself is cancelled, even if the outcome has come meanwhile.
   */
  Async<T, X> join();

  /**
   * Waits until the task has ended, however it ended; throws nothing of it. Whoever waits in this
   * way alone does not see a failure: it reaches the failure handler, unless somebody joins.
   */
  Async<@Nullable Void, RuntimeException> ended();

  /** Asks the task to end; see {@link Async#cancel}. From any thread, any number of times. */
  void cancel();

  /** Whether the task has ended. */
  boolean isEnded();

  /**
   * The value of a task that has ended, for code that cannot await: a runtime's own, or a test's.
   *
   * @throws X what the task threw
   * @throws java.util.concurrent.CancellationException when it was cancelled
   * @throws IllegalStateException when it has not ended
   */
  T resultNow() throws X;

  /** Lets everything else that is ready run first: waits for one turn of the scheduler. */
  @LeafForm(value = Leaves.class, waits = true)
  static Async<@Nullable Void, RuntimeException> yield() {
    return TurnOver.yielding();
  }
}
