package dev.bide.weaver.launcher;

/** What keeps a program from being run; its message is for the user. */
final class Failure extends Exception {
  private static final long serialVersionUID = 1;

  Failure(String message) {
    super(message);
  }
}
