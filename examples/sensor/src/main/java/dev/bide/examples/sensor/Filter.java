package dev.bide.examples.sensor;

/** The median of five, then a mean that follows it: takes out single wild samples. */
final class Filter {
  private static final int WINDOW = 5;

  private final int[] window = new int[WINDOW];
  private final int[] sorted = new int[WINDOW];
  private int count;
  private int mean;
  private int shift = 2;

  /** How slowly the mean follows. */
  void smoothing(int shift) {
    this.shift = shift & 7;
  }

  /** Takes a sample; true when its window is full and there is a value. */
  boolean add(int sample) {
    window[count++] = sample;
    if (count < WINDOW) {
      return false;
    }
    count = 0;
    mean += (median() - mean) >> shift;
    return true;
  }

  private int median() {
    for (int i = 0; i < WINDOW; i++) {
      int v = window[i];
      int k = i;
      while (k > 0 && sorted[k - 1] > v) {
        sorted[k] = sorted[k - 1];
        k--;
      }
      sorted[k] = v;
    }
    return sorted[WINDOW / 2];
  }

  /** The value. */
  int value() {
    return mean;
  }
}
