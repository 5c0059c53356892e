package dev.bide.internal;

import dev.bide.Cancelled;

/** The key that {@link Cancelled}'s constructor asks for, so that only core makes one. */
public final class Cancellation {
  private static final Cancellation KEY = new Cancellation();

  private Cancellation() {}

  /** A fresh delivery. */
  public static Cancelled cancelled() {
    return new Cancelled(KEY);
  }
}
