package dev.bide.weave.v1;

import org.jspecify.annotations.Nullable;

/** A block without parameters, ready to run. */
public interface Startable {
  /**
   * Runs the block until it ends or waits; see {@link Frame#resume} for what it returns.
   *
   * @param spare what an earlier run has returned when it waited, to be used again if it is this
   *     block's and has ended; null for nothing
   */
  @Nullable Object start(Slots cx, @Nullable Suspended spare) throws Throwable;
}
