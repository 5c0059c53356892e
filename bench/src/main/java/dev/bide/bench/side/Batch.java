package dev.bide.bench.side;

/** A row that says itself what is measured: what is made ready before, and joined after, is not. */
public interface Batch {
  /**
   * Does {@code n} operations, or a few more where it needs a multiple of something.
   *
   * @return how many it has done, counted by what came out of them
   */
  long run(long n, Stopwatch watch);
}
