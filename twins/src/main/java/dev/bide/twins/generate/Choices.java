package dev.bide.twins.generate;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The numbers that decide what a program looks like. 0 is the simplest choice everywhere, so that a
 * program shrinks when its numbers do.
 */
final class Choices {
  private final @Nullable SplittableRandom random;
  private int[] made;
  private int count;
  private final int given;

  private Choices(@Nullable SplittableRandom random, int[] given) {
    this.random = random;
    this.made = Arrays.copyOf(given, Math.max(given.length, 256));
    this.given = given.length;
  }

  /** Fresh ones. */
  static Choices of(long seed) {
    return new Choices(new SplittableRandom(seed), new int[0]);
  }

  /** These, and then 0 for ever. */
  static Choices replay(int[] given) {
    return new Choices(null, given);
  }

  /** A number from 0 to {@code n - 1}. */
  int below(int n) {
    int v;
    if (count < given) {
      v = Math.floorMod(made[count], n);
    } else {
      v = random == null ? 0 : random.nextInt(n);
    }
    if (count == made.length) {
      made = Arrays.copyOf(made, count * 2);
    }
    made[count++] = v;
    return v;
  }

  /** Whether one of {@code n} chances came true. */
  boolean oneIn(int n) {
    return below(n) == n - 1;
  }

  /** One of several, the simplest first. */
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  final <T> T pick(T... all) {
    return all[below(all.length)];
  }

  /** All that were made. */
  int[] made() {
    return Arrays.copyOf(made, count);
  }
}
