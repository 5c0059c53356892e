package dev.bide;

import java.io.Serial;

/**
 * Thrown by a timeout whose time has run out. Unchecked, so that a timeout does not change a
 * computation's kind of exception.
 */
public final class TimedOutException extends RuntimeException {
  @Serial private static final long serialVersionUID = 1;

  /**
   * For libraries with time limits of their own.
   *
   * @param message what took longer than which limit
   */
  public TimedOutException(String message) {
    super(message);
  }
}
