package dev.bide.internal;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What of a scope has not ended: how many, and the spawned tasks among them in a list without
 * nodes. From any thread: one at a time is inside, for a few instructions, as in a shared
 * primitive. No wake-up and nothing else that may call back happens inside.
 *
 * <pre>
 *   OPEN: open > 0 --last of body, start and spawn children has ended--> SERVED: open = 0
 *   SERVED --last background child has ended--> over: all = 0
 * </pre>
 */
final class ScopeMembers {
  private static final AtomicIntegerFieldUpdater<ScopeMembers> INSIDE =
      AtomicIntegerFieldUpdater.newUpdater(ScopeMembers.class, "inside");

  /** Nothing has changed for the scope. */
  static final int SAME = 0;

  /** Only background children are left, and are to be cancelled. */
  static final int SERVED = 1;

  /** Nothing is left. */
  static final int OVER = 2;

  /** 1 while somebody is inside; all else is touched there. */
  private volatile int inside;

  /** The body and its children, without the background ones. At 0 the scope takes no more. */
  private int open = 1;

  /** All that has not ended. */
  private int all = 1;

  /** The spawned ones; their links are {@link TaskCore#scopeBefore} and {@code scopeAfter}. */
  private @Nullable TaskCore<?, ?> first;

  /** The body alone. */
  ScopeMembers() {}

  /** Counts a {@code start} child; false when the scope takes no more. */
  boolean admit() {
    enter();
    boolean admitted = open > 0;
    if (admitted) {
      open++;
      all++;
    }
    leave();
    return admitted;
  }

  /** Counts a task and remembers it; false when the scope takes no more. */
  boolean admit(TaskCore<?, ?> task, boolean background) {
    enter();
    boolean admitted = open > 0;
    if (admitted) {
      if (!background) {
        open++;
      }
      all++;
      TaskCore<?, ?> second = first;
      task.scopeAfter = second;
      if (second != null) {
        second.scopeBefore = task;
      }
      first = task;
    }
    leave();
    return admitted;
  }

  /**
   * The body or a child has ended.
   *
   * @param task it, when it is a task
   * @return {@link #SERVED} or {@link #OVER} when the scope has become that, else {@link #SAME}
   */
  int ended(@Nullable TaskCore<?, ?> task, boolean background) {
    enter();
    if (task != null) {
      unlink(task);
    }
    boolean served = !background && --open == 0;
    boolean over = --all == 0;
    leave();
    return over ? OVER : served ? SERVED : SAME;
  }

  private void unlink(TaskCore<?, ?> task) {
    TaskCore<?, ?> before = task.scopeBefore;
    TaskCore<?, ?> after = task.scopeAfter;
    if (before == null) {
      first = after;
    } else {
      before.scopeAfter = after;
    }
    if (after != null) {
      after.scopeBefore = before;
    }
    task.scopeBefore = null;
    task.scopeAfter = null;
  }

  /** Whether all have ended: then none comes any more. */
  boolean isOver() {
    enter();
    boolean over = all == 0;
    leave();
    return over;
  }

  /** The tasks that have not ended: those that begin from now on see what was written before. */
  List<TaskCore<?, ?>> tasks() {
    List<TaskCore<?, ?>> tasks = new ArrayList<>();
    enter();
    try {
      for (TaskCore<?, ?> t = first; t != null; t = t.scopeAfter) {
        tasks.add(t);
      }
    } finally { // also when there is no memory for so many
      leave();
    }
    return tasks;
  }

  private void enter() {
    while (inside != 0 || !INSIDE.compareAndSet(this, 0, 1)) {
      // a few dozen instructions of another thread; as many as there are tasks when all are asked
      // for
    }
  }

  private void leave() {
    INSIDE.lazySet(
        this, 0); // what was written inside comes before it; nobody waits for it to be seen
  }
}
