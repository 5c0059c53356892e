package dev.bide.bench.driver;

import java.time.Duration;
import java.util.List;
import java.util.function.LongSupplier;

/**
 * How long is measured. The whole command is to take less than 15 minutes, its build included, on a
 * slow or busy machine too: how much slower than a quiet one this is shows as the rows go by, and
 * each time more may be measured it is asked whether what is left still fits.
 *
 * <p>What is measured is counted in seconds of a quiet machine: an estimate, which only has to be
 * in proportion.
 */
final class Pace {
  /** For all that the command does: its last row may take longer than was thought. */
  static final Duration WHOLE = Duration.ofMinutes(14);

  /** For the rows, however long it took to build them. */
  static final Duration ROWS = Duration.ofMinutes(8);

  /** Before so much is done, it is not known how slow the machine is. */
  private static final double TELLING = 20;

  private final boolean quick;
  private final Duration budget;
  private final LongSupplier nanoClock;
  private final long start;

  /** Of the rows behind the one that is measured: as little as there may be of them. */
  private double leastLeft;

  /** The same: what is usual. */
  private double usualLeft;

  private double done;
  private boolean isLate;

  /** Not even the least of what is left fits: each row is measured more shortly. */
  private boolean isInHurry;

  /**
   * The clock starts now.
   *
   * @param quick no more is measured than has to be
   * @param spent what the build took
   */
  Pace(boolean quick, Duration spent) {
    this(quick, spent, System::nanoTime);
  }

  /** By another clock. */
  Pace(boolean quick, Duration spent, LongSupplier nanoClock) {
    this.quick = quick;
    Duration left = WHOLE.minus(spent);
    this.budget = left.compareTo(ROWS) > 0 ? left : ROWS;
    this.nanoClock = nanoClock;
    this.start = nanoClock.getAsLong();
  }

  /** These rows are to be measured. */
  void plan(List<Measured> rows) {
    for (Measured row : rows) {
      leastLeft += row.least();
      usualLeft += row.usual();
    }
  }

  /** One of those that were planned comes now. */
  void next(Measured row) {
    isInHurry = !quick && !fits(leastLeft);
    isLate |= isInHurry;
    leastLeft -= row.least();
    usualLeft -= row.usual();
  }

  /** So much of it was measured. */
  void did(double seconds) {
    done += seconds;
  }

  /** Whether what is usual may go on for so long, and all others get the least at least. */
  boolean hasTime(double seconds) {
    if (quick) {
      return false;
    }
    boolean fits = fits(seconds + leastLeft);
    isLate |= !fits;
    return fits;
  }

  /** Whether there is time for more than what is usual, and for all others what is usual. */
  boolean hasTimeToSpare(double seconds) {
    return !quick && fits(seconds + usualLeft);
  }

  private boolean fits(double seconds) {
    double elapsed = elapsed().toMillis() / 1000.0;
    double slower = done < TELLING ? 1 : elapsed / done;
    return elapsed + seconds * slower <= budget.toSeconds();
  }

  /** Whether something usual was left out. */
  boolean isLate() {
    return isLate;
  }

  int rounds() {
    return isInHurry ? 3 : 5;
  }

  long roundNanos() {
    return 120_000_000;
  }

  long warmUpNanos() {
    return isInHurry ? 500_000_000 : 700_000_000;
  }

  long longestWarmUpNanos() {
    return isInHurry ? 1_000_000_000 : 3_000_000_000L;
  }

  Duration elapsed() {
    return Duration.ofNanos(nanoClock.getAsLong() - start);
  }
}
