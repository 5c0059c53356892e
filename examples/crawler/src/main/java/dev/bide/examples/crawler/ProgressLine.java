package dev.bide.examples.crawler;

import java.io.PrintStream;
import java.util.Locale;

/** Shows how far work has come: a line that changes on a terminal, else a line now and then. */
final class ProgressLine {
  private static final long TERMINAL_EVERY_NANOS = 50_000_000;
  private static final String CLEAR = "\r\033[K";

  private final PrintStream out;
  private final boolean terminal;
  private final int every;
  private final String what;
  private int count;
  private long shownAt = System.nanoTime();

  /**
   * Shows nothing yet.
   *
   * @param every after how many steps there is a line where there is no terminal
   * @param what begins the line; has one {@code %,d} for the count
   */
  ProgressLine(PrintStream out, boolean terminal, int every, String what) {
    this.out = out;
    this.terminal = terminal;
    this.every = every;
    this.what = what;
  }

  /** One more is done. */
  void step() {
    count++;
    if (!terminal) {
      if (count % every == 0) {
        out.println(line());
      }
      return;
    }
    long now = System.nanoTime();
    if (now - shownAt >= TERMINAL_EVERY_NANOS) {
      shownAt = now;
      out.print(CLEAR + line());
      out.flush();
    }
  }

  /** Makes place for what is said next. */
  void done() {
    if (terminal) {
      out.print(CLEAR);
      out.flush();
    }
  }

  private String line() {
    return String.format(Locale.ROOT, what, count);
  }
}
