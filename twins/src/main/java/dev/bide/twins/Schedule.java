package dev.bide.twins;

/**
 * How the waits of one run go. Waits are numbered from 0 as they start.
 *
 * @param pending how often each wait is pending
 * @param seed for {@link Pending#RANDOM}
 * @param cancelAt the wait during which the program is cancelled, -1 for none
 * @param cancel how that wait takes it
 * @param polled whether the program is polled by hand-written code, not as a task's body
 */
public record Schedule(Pending pending, long seed, int cancelAt, Cancel cancel, boolean polled) {
  /** How often a wait is pending before it has its value. */
  public enum Pending {
    /** Never. */
    READY,
    /** Once, woken while it is being polled. */
    ONCE,
    /** Twice, woken when nothing else is left to do. */
    TWICE,
    /** Up to twice, woken either way, with spurious polls between. */
    RANDOM
  }

  /** What a wait does about a cancel. */
  public enum Cancel {
    /** It is pending, gives up and throws {@code Cancelled}. */
    UNDOES,
    /** It is pending, cannot undo, and gives its value. */
    REFUSES,
    /** It was asked for while it was being polled and had its value in that poll. */
    READY,
    /** It is pending, and fails over being cancelled. */
    FAILS
  }

  /** Without a cancel. */
  public static Schedule of(Pending pending, long seed) {
    return new Schedule(pending, seed, -1, Cancel.UNDOES, false);
  }

  /** The same, cancelled. */
  public Schedule cancelledAt(int wait, Cancel how) {
    return new Schedule(pending, seed, wait, how, polled);
  }

  /** The same, polled by hand. */
  public Schedule polledByHand() {
    return new Schedule(pending, seed, cancelAt, cancel, true);
  }

  /** How often a wait is pending. */
  public int pendings(int wait) {
    return switch (pending) {
      case READY -> 0;
      case ONCE -> 1;
      case TWICE -> 2;
      case RANDOM -> (int) Math.floorMod(bits(wait), 3L);
    };
  }

  /** Whether a pending wait is woken at once, while it is polled. */
  public boolean wakesAtOnce(int wait) {
    return switch (pending) {
      case READY, ONCE -> true;
      case TWICE -> false;
      case RANDOM -> (bits(wait) & 1L << 40) != 0;
    };
  }

  private long bits(int wait) {
    long z = seed * 0x9E3779B97F4A7C15L + wait * 0xBF58476D1CE4E5B9L + 0x94D049BB133111EBL;
    z = (z ^ (z >>> 30)) * 0xBF58476D1CE4E5B9L;
    z = (z ^ (z >>> 27)) * 0x94D049BB133111EBL;
    return z ^ (z >>> 31);
  }

  @Override
  public String toString() {
    String how =
        pending == Pending.RANDOM ? "pending at random, seed " + seed : "pending " + pending;
    if (cancelAt >= 0) {
      how += ", cancelled at wait " + cancelAt + ", which " + cancel;
    }
    return polled ? how + ", polled by hand" : how;
  }
}
