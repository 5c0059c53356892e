package dev.bide.bench.driver;

/**
 * What a side says a round took.
 *
 * @param n how many operations
 * @param wall nanoseconds on the wall
 * @param cpu nanoseconds of CPU time, of the whole process
 * @param bytes allocated; negative where the side cannot count them exactly
 */
record Sample(long n, long wall, long cpu, long bytes) {
  double wallOf1() {
    return (double) wall / n;
  }

  double cpuOf1() {
    return (double) cpu / n;
  }

  double bytesOf1() {
    return bytes < 0 ? Double.NaN : (double) bytes / n;
  }
}
