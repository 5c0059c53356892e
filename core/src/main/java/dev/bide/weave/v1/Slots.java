package dev.bide.weave.v1;

import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/**
 * The part of a context that woven code touches: where a primitive result travels between woven
 * blocks without being boxed, and what threw.
 */
public abstract class Slots extends Context {
  /**
   * A primitive result: an int or smaller sign-extended, a float or double as its raw bits. Valid
   * from the return of a {@link Prim} until anything else is polled.
   */
  public long primitive;

  /** How many frames stand below the running one in its chain; see {@link Frame#depth}. */
  public int depth;

  /** What was thrown, where {@link Frame#advance} returns {@link Frame#THREW}. */
  public @Nullable Throwable thrown;

  /** Whether it was the frame that has thrown that; else it was the leaf. */
  public boolean thrownByFrame;

  /** What one method of a block has left for another, to be taken before other code runs. */
  public @Nullable Object handedOver;

  /** How many more back edges a block is not charged for that goes on without having waited. */
  public int backEdges = Frame.BACK_EDGES;

  /** For contexts. */
  protected Slots() {}
}
