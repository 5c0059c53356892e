package dev.bide.bench.driver;

/**
 * What came out of a comparison.
 *
 * @param row the row's name
 * @param against whom it was compared with
 * @param by the clock of the ratio
 * @param ratio ours by theirs, of the rounds
 * @param limit of the ratio; NaN where there is none
 * @param ours nanoseconds for one operation
 * @param theirs nanoseconds for one operation
 * @param bytes that one operation of ours allocates
 * @param zeroBytes whether those are to be none
 */
record Compared(
    String row,
    String against,
    Plan.Clock by,
    Figures ratio,
    double limit,
    double ours,
    double theirs,
    double bytes,
    boolean zeroBytes) {

  boolean isLimited() {
    return !Double.isNaN(limit);
  }

  double ofLimit() {
    return ratio.median() / limit;
  }
}
