package dev.bide.weaver;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/**
 * The static method to call where the result of a method is awaited on the spot.
 *
 * @param kind what it is to that call
 * @param inInterface whether it is in an interface
 * @param callee what tells the called method apart from all others
 * @param runsBlocks whether it runs what it is given, and keeps the frames of that: then nothing is
 *     shared by two places that call it
 * @param onlyAgain whether it is not worth it where nothing can be kept for a next call
 */
record DirectCall(
    Kind kind,
    ClassDesc owner,
    boolean inInterface,
    String name,
    MethodTypeDesc type,
    String callee,
    boolean runsBlocks,
    boolean onlyAgain) {
  /** What the method is to the call. */
  enum Kind {
    /** Called in its place: the method's direct form. */
    DIRECT,
    /** Called in its place: what guards the method's leaf form. */
    LEAF,
    /** Called behind it, with what it has returned. */
    BEHIND
  }
}
