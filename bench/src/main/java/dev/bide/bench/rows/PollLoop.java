package dev.bide.bench.rows;

/**
 * The row {@code depth-1} where there is no JVM: compiled to JavaScript and to Wasm GC, whose host
 * ({@code src/main/foreign/side.mjs}) reads the clocks; {@link PollLoopInC} is its entry in C.
 */
public final class PollLoop {
  private PollLoop() {}

  private static final class Kept {
    static final Polls WOVEN = new Polls(Woven.loop(new Once()));
  }

  private static final class KeptByHand {
    static final Polls BY_HAND = new Polls(new HandLoop(new Once()));
  }

  /** Polls once. Arguments: {@code woven} or {@code by-hand}, and how often. */
  public static void main(String[] args) {
    poll(args[0].equals("woven"), Integer.parseInt(args[1]));
  }

  /** Polls the woven loop, or the one that was written by hand. */
  static void poll(boolean woven, int n) {
    (woven ? Kept.WOVEN : KeptByHand.BY_HAND).run(n);
  }
}
