package dev.bide.internal;

/** Rethrows what a computation's signature already declares, but the compiler cannot see. */
public final class Sneaky {
  private Sneaky() {}

  /** Throws {@code t}; declared to return it, so that a caller can write {@code throw sneak(t)}. */
  @SuppressWarnings("unchecked")
  public static <E extends Throwable> RuntimeException sneak(Throwable t) throws E {
    throw (E) t;
  }
}
