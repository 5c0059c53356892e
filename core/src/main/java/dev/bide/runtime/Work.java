package dev.bide.runtime;

import dev.bide.internal.TaskCore;
import org.jspecify.annotations.Nullable;

/**
 * What a scheduler runs: a task that has something to do, by whichever part of it was woken first,
 * or a message for one. {@link Scheduler#began} tells of tasks. Only core makes them. Its two links
 * are the scheduler's, for queues without nodes: see {@link WorkQueue} and {@link Inbox}.
 */
public abstract class Work {
  @Nullable Work next;
  @Nullable Work nextPosted;

  /** For the engine. */
  protected Work() {}

  /**
   * Runs the task for one turn. For work given to {@link Scheduler#schedule}, once for each time it
   * was given.
   */
  public final void run(Context cx) {
    TaskCore.run(this, cx);
  }

  /**
   * Delivers the message. For work given to {@link Scheduler#post}, once for each time, on the
   * scheduler's own thread.
   */
  public abstract void deliver();

  /**
   * Says that the scheduler will never run this again: it is closed, or its executor rejects. The
   * task counts as failed for those who join it, and is reported.
   */
  public abstract void abandon(Throwable why);
}
