package dev.bide.runtime;

/** The capability of random numbers: reproducible in tests and simulations. Not for secrets. */
public interface Randomness {
  /** 64 random bits. */
  long nextLong();

  /** A number from 0 (inclusive) to 1 (exclusive). */
  default double nextDouble() {
    return (nextLong() >>> 11) * 0x1.0p-53;
  }
}
