package dev.bide.bench.driver;

/** Something that is measured: a row of the table, of one comparison or several. */
interface Measured {
  /** The row's name. */
  String name();

  /** How long it takes if no more is measured than has to be; see {@link Pace}. */
  double least();

  /** How long it takes if as much is measured as is usual. */
  double usual();

  /** Measures, and hands over each comparison as it comes; never fails for what it measures. */
  void run(Results out);
}
