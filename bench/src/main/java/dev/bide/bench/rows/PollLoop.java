package dev.bide.bench.rows;

import dev.bide.bench.side.Row;

/**
 * The rows {@code depth-1} and {@code turn-1} where there is no JVM: compiled to JavaScript and to
 * Wasm GC, whose host ({@code src/main/foreign/side.mjs}) reads the clocks; {@link PollLoopInC} is
 * its entry in C. Both sides are in one program, and a process runs one of them.
 */
public final class PollLoop {
  private PollLoop() {}

  private static final class Kept {
    static String name = "";
    static Row row = n -> {};
  }

  /** Runs a row once. Arguments: its name, and how often. */
  public static void main(String[] args) {
    run(args[0], Integer.parseInt(args[1]));
  }

  /** Runs a row, which is made when it is first asked for. */
  static void run(String name, int n) {
    if (!Kept.name.equals(name)) {
      Kept.name = name;
      Kept.row = make(name);
    }
    Kept.row.run(n);
  }

  private static Row make(String name) {
    return switch (name) {
      case "woven-poll" -> new Polls(Woven.loop(new Once()));
      case "by-hand-poll" -> new Polls(new HandLoop(new Once()));
      case "woven-turn" -> new Turn(Woven::loop);
      default -> new Turn(HandLoop::new);
    };
  }

  /** Whether there is such a row. */
  static boolean has(String name) {
    return name.equals("woven-poll")
        || name.equals("by-hand-poll")
        || name.equals("woven-turn")
        || name.equals("by-hand-turn");
  }
}
