package dev.bide.runtimes.sockets;

import dev.bide.runtime.Scheduler;

/** The loop that a driver belongs to. */
public interface Loop {
  /** It as a scheduler. */
  Scheduler scheduler();

  /** Whether it is called on the loop's own thread. */
  boolean isOwnThread();

  /**
   * Runs something on the calling thread as if it were the loop's, when no thread has the loop.
   *
   * @return whether it did
   */
  boolean runIfFree(Runnable r);
}
