package dev.bide.bench.driver;

import java.util.List;
import java.util.Locale;

/** The table of a run as a page of the docs, so that no figure there is copied by hand. */
final class Markdown {
  private Markdown() {}

  static String page(List<Results.Section> sections, String machine, String sums) {
    StringBuilder s = new StringBuilder();
    s.append("# What `./bide bench core` has measured\n\n");
    s.append("Written by `--markdown`, with the picture by `--svg`. ");
    s.append(
        "[performance.md](performance.md) says what the rows are and how they are measured.\n");
    s.append("Machine: ").append(machine).append(".\n\n```\n").append(sums).append("\n```\n");
    for (Results.Section section : sections) {
      s.append("\n## ").append(section.title()).append("\n\n");
      s.append("| row | against | least | **ratio** | greatest | limit | of limit | ours ns |");
      s.append(" theirs ns | bytes/op |\n|---|---|---|---|---|---|---|---|---|---|\n");
      for (Compared c : section.rows()) {
        s.append(line(c));
      }
    }
    return s.toString();
  }

  private static String line(Compared c) {
    boolean wall = c.by() == Plan.Clock.WALL;
    String of = c.isLimited() ? two(c.ofLimit()) : "";
    return String.format(
        Locale.ROOT,
        "| `%s` | %s%s | %.2f | **%.2f** | %.2f | %s | %s | %s | %s | %s |%n",
        c.row(),
        c.against(),
        wall ? " (wall)" : "",
        c.ratio().min(),
        c.ratio().median(),
        c.ratio().max(),
        c.isLimited() ? two(c.limit()) : "",
        c.isLimited() && !Table.isWithin(c) ? "**" + of + "**" : of,
        Table.nanos(c.ours()),
        Table.nanos(c.theirs()),
        Table.bytes(c.bytes()));
  }

  private static String two(double d) {
    return String.format(Locale.ROOT, "%.2f", d);
  }

  /** This machine, as far as it matters. */
  static String machine() {
    return Runtime.getRuntime().availableProcessors()
        + " processors, "
        + System.getProperty("os.name")
        + " "
        + System.getProperty("os.arch")
        + ", JDK "
        + Runtime.version();
  }
}
