package dev.bide.internal;

/** Failures beside a first one. */
public final class Failures {
  private Failures() {}

  /**
   * Suppresses a further failure in the first, unless they are the same. Never throws: where there
   * is no memory to note it, whoever counts the failures has to go on, since it is the end of what
   * has failed that gives memory back.
   */
  public static void suppress(Throwable first, Throwable further) {
    try {
      if (first != further) {
        first.addSuppressed(further);
      }
    } catch (OutOfMemoryError e) {
      return; // the further failure is lost, and most likely it was of that kind as well
    }
  }
}
