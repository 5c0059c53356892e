package dev.bide.internal;

import dev.bide.Cancelled;
import java.util.concurrent.CancellationException;

/** The key that {@link Cancelled}'s constructor asks for, so that only core makes one. */
public final class Cancellation {
  /** What is reported of closings that failed while a cancel unwound. */
  public static final String CLEAN_UP = "the clean-up of what was cancelled failed";

  private static final Cancellation KEY = new Cancellation();

  private Cancellation() {}

  /** A fresh delivery. */
  public static Cancelled cancelled() {
    return new Cancelled(KEY);
  }

  // As wider types: a verifier loads what a method makes and throws as itself.

  /** What those get who wait for a task that was cancelled. */
  static RuntimeException ofAwaited() {
    return new CancellationException("the task that was waited for was cancelled");
  }

  /** What a {@code Cancelled} becomes at a root that nobody has asked to cancel. */
  static Throwable unasked(Throwable thrown) {
    CancellationException e =
        new CancellationException("a Cancelled was thrown where nobody had asked to cancel");
    e.initCause(thrown);
    return e;
  }
}
