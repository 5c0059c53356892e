package dev.bide.it.stress;

/** A failure that a program means to have. Each has to be seen by somebody. */
final class Boom extends Exception {
  private static final long serialVersionUID = 1;

  Boom(String where) {
    super(where);
  }
}
