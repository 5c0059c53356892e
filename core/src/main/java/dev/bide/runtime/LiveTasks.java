package dev.bide.runtime;

import dev.bide.Task;
import dev.bide.internal.TaskCore;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A scheduler's tasks that have not ended, without nodes: what it cancels, aborts and abandons when
 * it is closed. Fed from {@link Scheduler#began} and {@link Scheduler#ended}. For one thread, or
 * under its owner's lock.
 */
public final class LiveTasks {
  private @Nullable TaskCore<?, ?> first;

  /** No tasks. */
  public LiveTasks() {}

  /** Adds a task that is in no list. */
  public void add(Task<?, ?> task) {
    TaskCore<?, ?> t = (TaskCore<?, ?>) task;
    TaskCore<?, ?> second = first;
    t.liveTaskAfter = second;
    if (second != null) {
      second.liveTaskBefore = t;
    }
    first = t;
  }

  /** Takes out a task that is in this list. */
  public void remove(Task<?, ?> task) {
    TaskCore<?, ?> t = (TaskCore<?, ?>) task;
    TaskCore<?, ?> before = t.liveTaskBefore;
    TaskCore<?, ?> after = t.liveTaskAfter;
    if (before == null) {
      first = after;
    } else {
      before.liveTaskAfter = after;
    }
    if (after != null) {
      after.liveTaskBefore = before;
    }
    t.liveTaskBefore = null;
    t.liveTaskAfter = null;
  }

  /** Whether there is none. */
  public boolean isEmpty() {
    return first == null;
  }

  /** Asks all to end, but those that a scope owns: it passes the request on where it is due. */
  public void cancelAll() {
    for (TaskCore<?, ?> t = first; t != null; t = t.liveTaskAfter) {
      cancel(t);
    }
  }

  /** The same for one: for a task that begins while its scheduler is being closed. */
  public static void cancelIfUnowned(Task<?, ?> task) {
    cancel((TaskCore<?, ?>) task);
  }

  private static void cancel(TaskCore<?, ?> t) {
    if (!t.isOwned()) {
      t.cancel();
    }
  }

  /** Asks all to wait for nothing more, but those that a scope owns: it passes that on. */
  public void abortAll() {
    for (TaskCore<?, ?> t = first; t != null; t = t.liveTaskAfter) {
      if (!t.isOwned()) {
        t.abort();
      }
    }
  }

  /**
   * Those that no scope owns, to be cancelled or aborted outside the lock: what these calls wake
   * may come back here.
   */
  public List<Task<?, ?>> unowned() {
    List<Task<?, ?>> all = new ArrayList<>();
    for (TaskCore<?, ?> t = first; t != null; t = t.liveTaskAfter) {
      if (!t.isOwned()) {
        all.add(t);
      }
    }
    return all;
  }

  /** All of them. */
  public List<Task<?, ?>> all() {
    List<Task<?, ?>> all = new ArrayList<>();
    for (TaskCore<?, ?> t = first; t != null; t = t.liveTaskAfter) {
      all.add(t);
    }
    return all;
  }

  /** Asks one to wait for nothing more. From any thread. */
  public static void abort(Task<?, ?> task) {
    ((TaskCore<?, ?>) task).abort();
  }

  /** Says of one that it will never run again. */
  public static void abandon(Task<?, ?> task, Throwable why) {
    ((TaskCore<?, ?>) task).abandon(why);
  }

  /** Says of all that they will never run again, and forgets them. */
  public void abandonAll(Throwable why) {
    for (TaskCore<?, ?> t = first; t != null; t = first) {
      t.abandon(why);
      if (first == t) {
        remove(t);
      }
    }
  }
}
