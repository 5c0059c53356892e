package dev.bide.twins.generate;

import java.util.Arrays;
import java.util.function.Predicate;

/** Makes a failing program smaller by leaving out and lowering the numbers that made it. */
public final class Shrinker {
  private final String name;
  private final Predicate<String> fails;
  private int tries;
  private int[] best;
  private String source;

  private Shrinker(long seed, Predicate<String> fails, int tries) {
    this.name = "G" + seed;
    this.fails = fails;
    this.tries = tries;
    Choices choices = Choices.of(seed);
    this.source = Generator.generate(name, choices);
    this.best = choices.made();
  }

  /**
   * The smallest program found.
   *
   * @param fails whether a source fails as the seed's does
   * @param tries how many sources to try at most
   */
  public static String shrink(long seed, Predicate<String> fails, int tries) {
    Shrinker s = new Shrinker(seed, fails, tries);
    s.run();
    return s.source;
  }

  private void run() {
    boolean better = true;
    while (better && tries > 0) {
      better = false;
      for (int length = 64; length > 0; length /= 2) {
        for (int at = 0; at < best.length && tries > 0; at += length) {
          better |= tryOne(without(at, length));
        }
      }
      for (int at = 0; at < best.length && tries > 0; at++) {
        if (best[at] != 0) {
          better |= tryOne(with(at, 0)) || (best[at] > 1 && tryOne(with(at, best[at] / 2)));
        }
      }
    }
  }

  private int[] without(int at, int length) {
    int end = Math.min(best.length, at + length);
    int[] all = Arrays.copyOf(best, best.length - (end - at));
    System.arraycopy(best, end, all, at, best.length - end);
    return all;
  }

  private int[] with(int at, int value) {
    int[] all = best.clone();
    all[at] = value;
    return all;
  }

  private boolean tryOne(int[] candidate) {
    Choices choices = Choices.replay(candidate);
    String smaller = Generator.generate(name, choices);
    if (smaller.length() >= source.length()) {
      return false;
    }
    tries--;
    if (!fails.test(smaller)) {
      return false;
    }
    best = choices.made();
    source = smaller;
    return true;
  }
}
