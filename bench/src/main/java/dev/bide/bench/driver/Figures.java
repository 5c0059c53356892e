package dev.bide.bench.driver;

import java.util.List;

/** A series of figures, of which the middle counts and the ends say how noisy the machine was. */
record Figures(double min, double median, double max) {
  static Figures of(List<Double> all) {
    double[] sorted = all.stream().mapToDouble(d -> d).sorted().toArray();
    int n = sorted.length;
    double median = n % 2 == 1 ? sorted[n / 2] : (sorted[n / 2 - 1] + sorted[n / 2]) / 2;
    return new Figures(sorted[0], median, sorted[n - 1]);
  }
}
