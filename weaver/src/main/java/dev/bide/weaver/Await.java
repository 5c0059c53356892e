package dev.bide.weaver;

import org.jspecify.annotations.Nullable;

/** A place where the block may wait. */
final class Await extends Node {
  /** What is awaited, and what is left of it. */
  enum Form {
    /** Takes an {@code Async} and leaves its value, in whatever form. */
    ASYNC,
    /** Takes an {@code AsyncSupplier} and leaves its value, in whatever form. */
    SUPPLIER,
    /** Takes an {@code Async} or null, and leaves nothing. */
    OPTIONAL,
    /** Takes what a call of a block returned: the value in whatever form, or what it waits for. */
    CALLED,
    /** Takes what a leaf form returned: the same. */
    LEAF;

    /** Whether what is waited for is said by what is returned. */
    boolean tells() {
      return this == CALLED || this == LEAF;
    }
  }

  final Form form;

  /** From 1, in the order of the code; the frame's state. Set by {@link Body#number}. */
  int site;

  /** Behind a call the method, or place, for whose next call something is kept; else null. */
  final @Nullable String callee;

  Await(Form form) {
    this.form = form;
    this.callee = null;
  }

  /** What follows a call, for whose next one something is kept. */
  Await(Form form, String callee) {
    this.form = form;
    this.callee = callee;
  }

  /**
   * Whether a part of a block never goes on behind it but by being resumed there: it returns what
   * is awaited.
   */
  boolean leavesPart() {
    return !form.tells() && hasResult();
  }

  /** Whether a value is left. */
  boolean hasResult() {
    return form != Form.OPTIONAL;
  }
}
