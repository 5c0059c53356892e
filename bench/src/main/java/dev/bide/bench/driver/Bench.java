package dev.bide.bench.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** {@code ./bide bench}: measures, and prints a table of ratios. */
public final class Bench {
  private Bench() {}

  /** See {@code build/commands/bench}. */
  public static void main(String[] args) throws IOException {
    List<String> words = new ArrayList<>(List.of(args));
    boolean withPeers = !words.remove("--no-peers");
    Pattern rows = Pattern.compile(words.size() > 1 ? words.get(1) : ".*");
    Path root = Path.of(System.getProperty("bide.root"));
    Runner runner = new Runner(2, 5);
    Table table = new Table(System.out);
    List<Compared> all = new ArrayList<>();
    Peers peers = withPeers ? Peers.find(root, System.out) : Peers.none();
    table.head();
    for (Plan plan : CorePlans.all(peers)) {
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
