package dev.bide.bench.driver;

import java.time.Duration;

/**
 * How long is measured. The whole table is to take less than 15 minutes; a machine that is so busy
 * that it would not gets one fork of each row from some moment on.
 */
final class Pace {
  private static final Duration LATE = Duration.ofMinutes(11);

  /** The rows of the first minutes are those in which the JIT decides most. */
  private static final Duration TIME_FOR_MORE = Duration.ofMinutes(6);

  private final boolean quick;
  private final long start = System.nanoTime();

  /** The clock starts now. */
  Pace(boolean quick) {
    this.quick = quick;
  }

  /** In how many fresh processes what has a limit is measured. */
  int forks() {
    return quick || isLate() ? 1 : 2;
  }

  /** In how many at most, where those do not agree or what they say is near its limit. */
  int mostForks() {
    return quick || elapsed().compareTo(TIME_FOR_MORE) > 0 ? forks() : 6;
  }

  int rounds() {
    return 5;
  }

  long roundNanos() {
    return 120_000_000;
  }

  long warmUpNanos() {
    return 700_000_000;
  }

  long longestWarmUpNanos() {
    return 3_000_000_000L;
  }

  /** How often a program is started, of those that are measured as a whole. */
  int starts() {
    return quick || isLate() ? 7 : 15;
  }

  /** How often a thousand classes are compiled. */
  int compilations() {
    return quick || isLate() ? 2 : 3;
  }

  boolean isLate() {
    return elapsed().compareTo(LATE) > 0;
  }

  Duration elapsed() {
    return Duration.ofNanos(System.nanoTime() - start);
  }
}
