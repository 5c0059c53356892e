package dev.bide.examples.crawler;

/** What the user gave cannot be used; the message says why, and no stack trace is wanted. */
final class BadInput extends Exception {
  private static final long serialVersionUID = 1;

  BadInput(String message) {
    super(message);
  }

  BadInput(String message, Throwable cause) {
    super(message, cause);
  }
}
