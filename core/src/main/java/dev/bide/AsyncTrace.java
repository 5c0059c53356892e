package dev.bide;

import dev.bide.internal.CurrentTrace;
import dev.bide.runtime.Context;
import java.util.List;

/**
 * The chain of awaits that leads to a place. A stack trace taken inside a computation shows the
 * physical stack only, which ends at the runtime; this shows the blocks that wait above it too, by
 * file and line. Costs nothing when it is not asked for.
 */
public final class AsyncTrace {
  private AsyncTrace() {}

  /** The lines of the block that awaits this, innermost first. */
  public static Async<List<StackTraceElement>, RuntimeException> current() {
    return new CurrentTrace();
  }

  /**
   * Where a task waits: the lines of each of its chains, innermost first, headed by a line for the
   * class of the computation that is waited for. For the thread that polls the task, between its
   * polls.
   */
  public static List<List<StackTraceElement>> of(Task<?, ?> task) {
    return CurrentTrace.of(task);
  }

  /** For hand-written computations: the lines that lead to the computation that is being polled. */
  public static List<StackTraceElement> of(Context cx) {
    return CurrentTrace.of(cx);
  }
}
