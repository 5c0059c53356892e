package dev.bide.internal;

import dev.bide.Async;
import dev.bide.Task;
import org.jspecify.annotations.Nullable;

/** The handle of a child that runs inside its starter's task. Used in that task only. */
final class ChildTask<T extends @Nullable Object, X extends Exception> implements Task<T, X> {
  private final JoinedRoot root;

  ChildTask(JoinedRoot root) {
    this.root = root;
  }

  JoinedRoot root() {
    return root;
  }

  private void checkTask() {
    if (!root.task.isRunningHere()) {
      throw new IllegalStateException(
          "the handle of a start child is used in its own task only; use spawn for a child that"
              + " others wait for");
    }
  }

  @Override
  public Async<T, X> join() {
    checkTask();
    return new Join<>(root, false);
  }

  @Override
  @SuppressWarnings("unchecked") // its value is null
  public Async<@Nullable Void, RuntimeException> ended() {
    checkTask();
    return (Async<@Nullable Void, RuntimeException>) (Async<?, ?>) new Join<>(root, true);
  }

  @Override
  public void cancel() {
    root.cancelFromAnywhere();
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // what the root ran gives T
  public T resultNow() throws X {
    if (!Joiners.isClosed(root)) {
      throw new IllegalStateException("the task has not ended");
    }
    Joiners.seen(root);
    return (T) Join.<X>resultOf(root);
  }

  @Override
  public boolean isEnded() {
    return Joiners.isClosed(root);
  }

  @Override
  public T body() throws X {
    throw new IllegalStateException("a task is not called, it is awaited: write await()");
  }
}
