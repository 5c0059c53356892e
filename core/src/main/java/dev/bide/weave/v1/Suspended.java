package dev.bide.weave.v1;

/**
 * What woven code returns instead of a value when it has to wait: the frame that now waits, the
 * sentinel that a leaf returned, or what a leaf form returned. One class, so that an await tests
 * for both with one comparison.
 */
public abstract class Suspended {
  /** For {@link Frame}, {@link Waiting} and the pending sentinel. */
  protected Suspended() {}
}
