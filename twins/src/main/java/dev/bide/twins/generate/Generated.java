package dev.bide.twins.generate;

import java.util.Map;
import java.util.TreeMap;

/** The programs of seeds. */
public final class Generated {
  private Generated() {}

  /** The class of a seed's program. */
  public static String className(long seed) {
    return "generated.G" + seed;
  }

  /** The text of a seed's program. */
  public static String program(long seed) {
    return Generator.generate("G" + seed, Choices.of(seed));
  }

  /**
   * The programs of several seeds.
   *
   * @return texts by class name
   */
  public static Map<String, String> programs(long from, int n) {
    Map<String, String> all = new TreeMap<>();
    for (long seed = from; seed < from + n; seed++) {
      all.put(className(seed), program(seed));
    }
    return all;
  }
}
