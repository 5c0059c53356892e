package dev.bide.internal;

import dev.bide.Async;
import org.jspecify.annotations.Nullable;

/** A root whose end others wait for, by its handle: a task, a {@code start} child, a shared run. */
abstract class JoinedRoot extends Root {
  /** Who waits for the end: for {@link Joiners} alone. */
  volatile Joiners.@Nullable Node joiners;

  /**
   * Of a task.
   *
   * @param task null for the task's main root, which is the task itself
   */
  JoinedRoot(@Nullable TaskCore<?, ?> task, @Nullable Async<?, ?> body) {
    super(task, body);
  }

  /** Lets go on who waits for the end. */
  final void wakeJoiners() {
    Joiners.close(this);
  }

  /** What those who wait for it get thrown once it has ended; null when it has a value. */
  @Nullable Throwable outcomeFailure() {
    return failure();
  }
}
