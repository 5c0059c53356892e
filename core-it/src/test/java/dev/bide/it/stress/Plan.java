package dev.bide.it.stress;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * A random program: what it does, two numbers that say how, and the programs that it is made of.
 *
 * @param id its number, for the log
 * @param kind what it does
 * @param a from 0 to 19
 * @param b from 0 to 19
 * @param parts what it runs in turn
 */
record Plan(int id, Kind kind, int a, int b, List<Plan> parts) {
  /** Makes programs from a source of chance. */
  static final class Maker {
    private final Random random;
    private int made;

    Maker(Random random) {
      this.random = random;
    }

    /** One that is nested so deep at most. */
    Plan make(int depth) {
      Kind kind = kind(depth);
      int id = made++;
      int a = random.nextInt(20);
      int b = random.nextInt(20);
      List<Plan> parts = new ArrayList<>();
      int n = kind.least + random.nextInt(kind.most - kind.least + 1);
      for (int i = 0; i < n; i++) {
        parts.add(make(depth - 1));
      }
      return new Plan(id, kind, a, b, parts);
    }

    private Kind kind(int depth) {
      int chance = random.nextInt(100);
      if (depth == 0) {
        return chance < 45
            ? Kind.SLEEP
            : chance < 80 ? Kind.OPEN : Kind.SIMPLE.get(random.nextInt(Kind.SIMPLE.size()));
      }
      List<Kind> from = chance < 12 ? Kind.SIMPLE : Kind.NESTED;
      return from.get(random.nextInt(from.size()));
    }
  }

  Plan part(int i) {
    return parts.get(i);
  }

  /** Each part twice. */
  List<Plan> partsTwice() {
    List<Plan> all = new ArrayList<>(parts);
    all.addAll(parts);
    return all;
  }

  /** How many programs it is. */
  int size() {
    return 1 + parts.stream().mapToInt(Plan::size).sum();
  }

  @Override
  public String toString() {
    StringBuilder s = new StringBuilder();
    addTo(s, 0);
    return s.toString();
  }

  private void addTo(StringBuilder s, int depth) {
    s.append("  ".repeat(depth)).append(id).append(' ').append(kind);
    s.append(' ').append(a).append(' ').append(b).append('\n');
    parts.forEach(p -> p.addTo(s, depth + 1));
  }
}
