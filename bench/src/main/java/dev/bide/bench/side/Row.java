package dev.bide.bench.side;

/** One thing that is measured: so many operations of it, on the calling thread. */
public interface Row {
  /** Makes ready what {@code n} operations need and what is not to be measured. */
  default void prepare(long n) {}

  /** Does {@code n} operations; what is measured is this call alone. */
  void run(long n);
}
