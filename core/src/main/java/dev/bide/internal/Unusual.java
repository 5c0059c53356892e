package dev.bide.internal;

import org.jspecify.annotations.Nullable;

/**
 * What a chain or a task keeps only once something unusual has happened to it: most live and die
 * without. Touched by whoever polls the task.
 */
final class Unusual {
  /** No turn of a task: theirs are odd. */
  static final int NO_TURN = 0;

  // Of a chain; see there for the life of a cancel.

  /** Where the frame stands whose handler deals with what is unwinding. */
  int holderDepth;

  /** Which of that frame's nested handlers it is. */
  int holderLevel;

  /** The turn in which the request was armed again: it is delivered after it. */
  int armedTurn = NO_TURN;

  /** Where a {@code Cancelled} was swallowed, until it is reported. */
  @Nullable Throwable swallowedAt;

  // Of a task, kept by its main root.

  /** Its first swallow was reported. */
  boolean swallowReported;

  /** The last exception that was thrown to several waiters: no trace lines are added to it. */
  @Nullable Throwable shared;

  /** The last exception that has left a block which is polled by hand. */
  @Nullable Throwable left;

  /** How many such blocks it has left. */
  int leftBlocks;

  /** What streams had begun and has failed, with nobody there yet to take it; the last first. */
  @Nullable Attached untaken;
}
