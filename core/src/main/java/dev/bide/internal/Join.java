package dev.bide.internal;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import dev.bide.runtime.TaskDump;
import dev.bide.runtime.Waker;
import org.jspecify.annotations.Nullable;

/** Waits for a root's end, from any task. */
final class Join<T extends @Nullable Object, X extends Exception> extends Joiners.Node
    implements Async<T, X> {
  private final JoinedRoot root;
  private final boolean onlyEnd;
  private boolean added;
  private boolean cancelled;
  private boolean over;

  /** Of a root whose end is published by {@link Joiners}. */
  Join(JoinedRoot root, boolean onlyEnd) {
    this.root = root;
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
      if (added) {
        Joiners.gaveUp(root, this);
      }
      throw Cancellation.cancelled();
    }
    if (!Joiners.isClosed(root)) {
      Waker w = context.waker();
      if (waker != w) {
        waker = w;
      }
      if (added ? !Joiners.isClosed(root) : Joiners.add(root, this)) {
        added = true;
        return Poll.PENDING;
      }
    }
    over = true;
    if (onlyEnd) {
      waker = null;
      return null;
    }
    Throwable failure = root.outcomeFailure();
    if (failure != null) {
      Joiners.seen(root);
    }
    waker = null; // after that: whoever closes counts those that have none as gone
    TaskCore<?, ?> own = EngineContext.of(context).task;
    if (failure != null) {
      own.unusual().shared = failure;
    } else if (own.unusual != null) {
      own.unusual.shared = null;
    }
    return resultOf(root);
  }

  /** For whom it waits, in words. */
  String describe() {
    return root instanceof TaskCore<?, ?> task
        ? "the end of " + TaskDump.nameOf(task)
        : "a child, or what is shared, inside its own task";
  }

  @Override
  boolean seesFailure() {
    return !onlyEnd;
  }

  /** The value of a root that has ended; throws what it threw. */
  static <X extends Exception> @Nullable Object resultOf(JoinedRoot root) throws X {
    Throwable failure = root.outcomeFailure();
    if (failure == null) {
      return root.value();
    }
    if (failure instanceof Cancelled) {
      throw Cancellation.ofAwaited();
    }
    throw Sneaky.<X>sneak(failure);
  }

  @Override
  public void cancel() {
    cancelled = true;
  }
}
