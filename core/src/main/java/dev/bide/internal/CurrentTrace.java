package dev.bide.internal;

import dev.bide.Async;
import dev.bide.Task;
import dev.bide.runtime.Context;
import java.util.ArrayList;
import java.util.List;

/** Reads the trace of the code that awaits it. */
public final class CurrentTrace implements Async<List<StackTraceElement>, RuntimeException> {
  /** A fresh one. */
  public CurrentTrace() {}

  /** The lines, for the code that is being polled with {@code cx}. */
  public static List<StackTraceElement> of(Context cx) {
    return List.copyOf(Traces.current(EngineContext.of(cx)));
  }

  /** The lines of what a task waits for. */
  public static List<List<StackTraceElement>> of(Task<?, ?> task) {
    List<Root> waiting =
        task instanceof ChildTask<?, ?> child
            ? List.of(child.root())
            : ((TaskCore<?, ?>) task).waiting();
    List<List<StackTraceElement>> all = new ArrayList<>();
    for (Root r : waiting) {
      all.add(Traces.waiting(r));
    }
    return all;
  }

  @Override
  public Object poll(Context cx) {
    return of(cx);
  }

  @Override
  public void cancel() {} // it never waits
}
