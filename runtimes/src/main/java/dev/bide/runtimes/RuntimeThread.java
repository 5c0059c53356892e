package dev.bide.runtimes;

import org.jspecify.annotations.Nullable;

/**
 * Marks the threads that poll tasks, for as long as they do: whoever blocks such a thread until a
 * computation has ended may wait for itself. {@link Bridge} and {@code run} refuse there.
 *
 * <p>For authors of runtimes on the JVM; not a way to find "the current runtime", which a
 * computation gets with its poll.
 */
public final class RuntimeThread {
  private static final ThreadLocal<@Nullable String> POLLS_FOR = new ThreadLocal<>();

  private RuntimeThread() {}

  /**
   * The calling thread polls tasks of the named runtime from now on.
   *
   * @return what to give to {@link #leave}
   */
  public static @Nullable String enter(String runtime) {
    String before = POLLS_FOR.get();
    POLLS_FOR.set(runtime);
    return before;
  }

  /** The calling thread does again what it did before {@link #enter}. */
  public static void leave(@Nullable String before) {
    POLLS_FOR.set(before); // a null too: what is removed is allocated anew, at the next turn
  }

  /** Whether the calling thread polls no tasks. */
  public static boolean mayBlock() {
    return POLLS_FOR.get() == null;
  }

  /**
   * Refuses to block a thread that polls tasks.
   *
   * @param what the call that would block, for the message
   * @throws IllegalStateException on such a thread
   */
  public static void refuseToBlock(String what) {
    String runtime = POLLS_FOR.get();
    if (runtime != null) {
      throw new IllegalStateException(
          what
              + " would block the thread of the runtime '"
              + runtime
              + "', on which it was called: inside a block, write await(); for sync code that has"
              + " to block, Blocking.run(…)");
    }
  }
}
