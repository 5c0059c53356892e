package dev.bide.internal;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** Waits for a root's end, from any task. */
final class Join<T extends @Nullable Object, X extends Exception> extends Joiners.Node
    implements Async<T, X> {
  private final Root root;
  private final Joiners joiners;
  private final boolean onlyEnd;
  private boolean added;
  private boolean cancelled;
  private boolean over;

  /** Of a root whose end is published by {@code joiners}. */
  Join(Root root, Joiners joiners, boolean onlyEnd) {
    this.root = root;
    this.joiners = joiners;
    this.onlyEnd = onlyEnd;
  }

  @Override
  public @Nullable Object poll(Context context) throws X {
    if (over) {
      throw new IllegalStateException("polled after its end: a computation runs once");
    }
    if (!(root instanceof TaskCore<?, ?>) && root.task != EngineContext.of(context).task) {
      throw new IllegalStateException(
          "a start child and a shared computation are awaited in their own task only; spawn what"
              + " other tasks are to wait for");
    }
    if (cancelled) { // even if the outcome has come meanwhile
      over = true;
      waker = null;
      Throwable lost = root.failure;
      if (added
          && joiners.isClosed()
          && root instanceof TaskCore<?, ?> t
          && t.failedForJoiners
          && lost != null) {
        t.scheduler.failed("a task failed, and the wait for it was cancelled", lost);
      }
      throw Cancellation.cancelled();
    }
    if (!joiners.isClosed()) {
      Waker w = context.waker();
      if (waker != w) {
        waker = w;
      }
      if (added ? !joiners.isClosed() : joiners.add(this)) {
        added = true;
        return Poll.PENDING;
      }
    }
    over = true;
    waker = null;
    if (onlyEnd) {
      return null;
    }
    EngineContext.of(context).task.shared = root.failure;
    return resultOf(root);
  }

  /** The value of a root that has ended; throws what it threw. */
  static <X extends Exception> @Nullable Object resultOf(Root root) throws X {
    Throwable failure = root.failure;
    if (failure == null) {
      return root.value;
    }
    if (failure instanceof Cancelled) {
      throw new CancellationException("the task that was waited for was cancelled");
    }
    throw Sneaky.<X>sneak(failure);
  }

  @Override
  public void cancel() {
    cancelled = true;
  }
}
