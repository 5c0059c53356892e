package dev.bide.bench.driver;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code ./bide bench core}: the table of what an await costs. */
final class Core {
  private final Path root;
  private final Peers peers;
  private final Pace pace;
  private final PrintStream out;

  Core(Path root, Peers peers, Pace pace, PrintStream out) {
    this.root = root;
    this.peers = peers;
    this.pace = pace;
    this.out = out;
  }

  /**
   * Measures the rows whose names match.
   *
   * @param svg where to draw them; null for no picture
   * @param markdown where to write them as a page; null for none
   * @return whether no side has failed
   */
  boolean run(Pattern rows, @Nullable Path svg, @Nullable Path markdown) throws IOException {
    Results results = new Results(out);
    List<Group> groups =
        CoreRows.all(root, peers, pace).stream().map(group -> group.named(rows)).toList();
    groups.forEach(group -> pace.plan(group.rows()));
    boolean late = false;
    for (Group group : groups) {
      if (!group.rows().isEmpty()) {
        results.group(group.title());
        for (Measured row : group.rows()) {
          pace.next(row);
          row.run(results);
          if (pace.isLate() && !late) {
            late = true;
            out.println("LATE: this machine is slow or busy; some rows are measured less often");
          }
        }
      }
    }
    if (svg != null) {
      Files.writeString(svg, Plot.svg(results.sections()));
      out.println("the picture is in " + svg);
    }
    if (markdown != null) {
      Files.writeString(
          markdown, Markdown.page(results.sections(), Markdown.machine(), results.sums()));
      out.println("the page is in " + markdown);
    }
    Duration took = pace.elapsed();
    out.printf("the rows took %d min %d s%n", took.toMinutes(), took.toSecondsPart());
    out.println(results.sums());
    return results.failures() == 0;
  }
}
