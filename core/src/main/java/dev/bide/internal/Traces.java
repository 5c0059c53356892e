package dev.bide.internal;

import dev.bide.weave.v1.Frame;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Adds the lines of the callers that wait to an exception: below the block that threw it, above the
 * engine's own frames, behind a line for the await itself.
 */
final class Traces {
  /** Deeper chains are cut, as the JVM cuts deep stacks. */
  private static final int MAX_LINES = 1024;

  private static final StackTraceElement AWAIT =
      new StackTraceElement("dev.bide.Async", "await", "Async.java", -1);
  private static final String ENGINE = Chain.class.getName();

  private Traces() {}

  /** Once per throw; never to an exception that is shared or has no trace. */
  static void append(Throwable failure, Frame waiting, EngineContext cx) {
    if (failure == cx.shared) {
      return;
    }
    StackTraceElement[] own = failure.getStackTrace();
    if (own.length == 0) {
      return;
    }
    int engine = -1;
    for (int i = 0; i < own.length; i++) {
      if (own[i].equals(AWAIT)) {
        return;
      }
      if (engine < 0 && own[i].getClassName().equals(ENGINE)) {
        engine = i;
      }
    }
    if (engine < 0) {
      return; // made elsewhere: a constant, or from another thread
    }
    List<StackTraceElement> all = new ArrayList<>(own.length + 8);
    for (int i = 0; i < engine; i++) {
      if (!isResume(own[i])) {
        all.add(own[i]);
      }
    }
    all.add(AWAIT);
    addChain(waiting, all);
    for (int i = engine; i < own.length; i++) {
      all.add(own[i]);
    }
    failure.setStackTrace(all.toArray(new StackTraceElement[0]));
  }

  /** The lines of a chain, from {@code innermost} outward. */
  static void addChain(@Nullable Frame innermost, List<StackTraceElement> into) {
    int lines = 0;
    for (Frame f = innermost; f != null && lines < MAX_LINES; f = f.parent, lines++) {
      StackTraceElement line = f.location();
      if (line != null) {
        into.add(line);
      }
    }
  }

  /** Removes the topmost lines of classes whose names begin so. */
  static void dropTop(Throwable t, String prefix) {
    StackTraceElement[] own = t.getStackTrace();
    int n = 0;
    while (n < own.length && own[n].getClassName().startsWith(prefix)) {
      n++;
    }
    StackTraceElement[] rest = new StackTraceElement[own.length - n];
    System.arraycopy(own, n, rest, 0, rest.length);
    t.setStackTrace(rest);
  }

  private static boolean isResume(StackTraceElement e) {
    return e.getMethodName().equals("resume") && e.getClassName().endsWith("$Frame");
  }
}
