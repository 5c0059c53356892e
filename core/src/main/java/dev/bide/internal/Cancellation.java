package dev.bide.internal;

import dev.bide.Cancelled;

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
}
