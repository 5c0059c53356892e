package dev.bide.weaver;

/** A place where the block may wait. */
final class Await extends Node {
  /** What is awaited, and what is left of it. */
  enum Form {
    /** Takes an {@code Async} and leaves its value, in whatever form. */
    ASYNC,
    /** Takes an {@code AsyncSupplier} and leaves its value, in whatever form. */
    SUPPLIER,
    /** Takes an {@code Async} or null, and leaves nothing. */
    OPTIONAL
  }

  final Form form;

  /** From 1, in the order of the code; the frame's state. Set by {@link Body#number}. */
  int site;

  Await(Form form) {
    this.form = form;
  }

  /** Whether a value is left. */
  boolean hasResult() {
    return form != Form.OPTIONAL;
  }
}
