package dev.bide.bench.driver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** {@code ./bide bench}: measures, and prints a table of ratios. */
public final class Bench {
  private Bench() {}

  /** See {@code build/commands/bench}. */
  public static void main(String[] args) throws IOException {
    Pattern rows = Pattern.compile(args.length > 1 ? args[1] : ".*");
    Runner runner = new Runner(2, 5);
    Table table = new Table(System.out);
    List<Compared> all = new ArrayList<>();
    table.head();
    for (Plan plan : CorePlans.all()) {
      if (rows.matcher(plan.name()).matches()) {
        for (Compared c : runner.run(plan)) {
          table.line(c);
          all.add(c);
        }
      }
    }
    System.out.println(Table.sums(all));
  }
}
