package dev.bide.bench.driver;

/** Something that is measured: a row of the table, of one comparison or several. */
interface Measured {
  /** The row's name. */
  String name();

  /** Measures, and hands over each comparison as it comes; never fails for what it measures. */
  void run(Results out);
}
