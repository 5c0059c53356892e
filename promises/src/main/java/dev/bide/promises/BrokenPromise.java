package dev.bide.promises;

/** A promise does not hold, with what was seen instead. */
final class BrokenPromise extends Exception {
  private static final long serialVersionUID = 1;

  BrokenPromise(String message) {
    super(message);
  }
}
