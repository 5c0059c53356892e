package dev.bide.weaver;

/**
 * Pushes what an earlier call of the same method has left in the frame for the next one to use
 * again: null in a first run, which has no frame.
 */
final class Spare extends Node {
  /**
   * The method that is called, or the place where it is, as {@link Layout#spare} tells them apart.
   */
  final String callee;

  Spare(String callee) {
    this.callee = callee;
  }
}
