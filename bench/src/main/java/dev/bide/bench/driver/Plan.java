package dev.bide.bench.driver;

import java.util.List;

/**
 * A row that sides are asked for.
 *
 * @param name of the row
 * @param ours the side that is measured
 * @param row what that side calls it
 * @param by which of the clocks decides
 * @param zeroBytes whether it may allocate nothing
 * @param against the others
 */
record Plan(
    String name, SideSpec ours, String row, Clock by, boolean zeroBytes, List<Against> against) {

  /** Which clock the ratio is of. */
  enum Clock {
    /** CPU time of the process: of what one thread does. */
    CPU,
    /** The wall: where threads wait for each other, so that CPU time tells half of it. */
    WALL
  }

  /**
   * The other side of a comparison.
   *
   * @param side the process
   * @param row what it calls the row
   * @param label as the table shows it
   * @param limit how many times the other's time ours may take; NaN where it is only shown
   */
  record Against(SideSpec side, String row, String label, double limit) {}

  /** How long a fork of so many comparisons takes; see {@link Pace}. */
  static double fork(long comparisons) {
    return 2 * (1 + comparisons);
  }

  private long limited() {
    return against.stream().filter(a -> !Double.isNaN(a.limit())).count();
  }

  double of(Sample s) {
    return by == Clock.CPU ? s.cpuOf1() : s.wallOf1();
  }

  /** As what is measured. */
  Measured with(Runner runner) {
    return new Measured() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public double least() {
        return fork(against.size());
      }

      @Override
      public double usual() {
        return limited() == 0 ? least() : least() + fork(limited());
      }

      @Override
      public void run(Results out) {
        runner.run(Plan.this, out);
      }
    };
  }
}
