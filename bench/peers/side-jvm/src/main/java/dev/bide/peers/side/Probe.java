package dev.bide.peers.side;

/**
 * Is told each time a task of a row has the word, and counts how often another one has it than the
 * one before. Only the self-test switches it on; elsewhere {@link #ON} is a constant that lets the
 * JIT leave nothing of it. One thread at a time.
 */
public final class Probe {
  /** The system property that switches it on; read when this class is first used. */
  static final String PROPERTY = "dev.bide.peers.probe";

  /** Whether anybody wants to know. */
  public static final boolean ON = Boolean.getBoolean(PROPERTY);

  private static long last = -1;
  private static long switches;

  private Probe() {}

  /** A task has the word. */
  public static void ran(long task) {
    if (ON && last != task) {
      last = task;
      switches++;
    }
  }

  static void reset() {
    last = -1;
    switches = 0;
  }

  static long switches() {
    return switches;
  }
}
