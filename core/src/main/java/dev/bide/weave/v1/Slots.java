package dev.bide.weave.v1;

/**
 * The part of a context that woven code touches: where a primitive result travels between woven
 * blocks without being boxed.
 */
public abstract class Slots {
  /**
   * A primitive result: an int or smaller sign-extended, a float or double as its raw bits. Valid
   * from the return of a {@link Prim} until anything else is polled.
   */
  public long primitive;

  /** For contexts. */
  protected Slots() {}
}
