package dev.bide.twins.async;

import dev.bide.runtime.Waker;
import dev.bide.twins.Schedule;
import dev.bide.twins.Trial;
import java.util.ArrayDeque;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A run of an async twin. */
public final class AsyncTrial extends Trial {
  private final Queue<Waker> later = new ArrayDeque<>();
  private @Nullable Runnable cancel;

  /** A run that has not begun. */
  public AsyncTrial(Schedule schedule) {
    super(schedule);
  }

  /** The run of this thread. */
  public static AsyncTrial now() {
    return (AsyncTrial) current();
  }

  /** Says how the program is cancelled. */
  public void onCancel(Runnable how) {
    cancel = how;
  }

  /** Cancels the program. */
  void cancel() {
    Runnable how = cancel;
    if (how == null) {
      throw new IllegalStateException("not started");
    }
    how.run();
  }

  /** Wakes when nothing else is left to do. */
  void wakeLater(Waker waker) {
    later.add(waker);
  }

  /** Wakes one of those that wait for it; false when there is none. */
  public boolean wakeNext() {
    Waker next = later.poll();
    if (next == null) {
      return false;
    }
    next.wake();
    return true;
  }
}
