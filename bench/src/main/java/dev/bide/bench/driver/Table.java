package dev.bide.bench.driver;

import java.io.PrintStream;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The table of comparisons, a line each as they come, and the line of sums. */
final class Table {
  /** What fixed costs of a round, spread over its operations, may look like. */
  private static final double NONE = 0.01;

  private final PrintStream out;

  Table(PrintStream out) {
    this.out = out;
  }

  void head() {
    out.printf(
        "%-24s %-22s %7s %7s %7s %6s %8s %11s %11s %9s%n",
        "row",
        "against",
        "min",
        "ratio",
        "max",
        "limit",
        "of limit",
        "ours ns",
        "theirs ns",
        "bytes/op");
  }

  void line(Compared c) {
    out.printf(
        Locale.ROOT,
        "%-24s %-22s %7.2f %7.2f %7.2f %6s %8s %11s %11s %9s%s%n",
        c.row(),
        c.against(),
        c.ratio().min(),
        c.ratio().median(),
        c.ratio().max(),
        c.isLimited() ? number(c.limit()) : "-",
        c.isLimited() ? number(c.ofLimit()) : "-",
        nanos(c.ours()),
        nanos(c.theirs()),
        bytes(c.bytes()),
        (c.by() == Plan.Clock.WALL ? "  (wall)" : "")
            + (c.isLimited() && c.ofLimit() > 1 ? "  OVER" : "")
            + (c.zeroBytes() && !(c.bytes() < NONE) ? "  ALLOCATES" : ""));
  }

  private static String nanos(double d) {
    return String.format(Locale.ROOT, d < 1000 ? "%.2f" : "%.0f", d);
  }

  private static String number(double d) {
    return String.format(Locale.ROOT, "%.2f", d);
  }

  static String bytes(double d) {
    if (Double.isNaN(d)) {
      return "-";
    }
    return d < NONE ? "0" : String.format(Locale.ROOT, d < 100 ? "%.1f" : "%.0f", d);
  }

  /** The line of sums. */
  static String sums(List<Compared> all) {
    List<Compared> limited = all.stream().filter(Compared::isLimited).toList();
    Optional<Compared> worst = limited.stream().max(Comparator.comparingDouble(Compared::ofLimit));
    long within = limited.stream().filter(c -> c.ofLimit() <= 1).count();
    double bytes =
        all.stream().filter(Compared::zeroBytes).mapToDouble(Compared::bytes).max().orElse(0);
    return String.format(
        Locale.ROOT,
        "core: worst %s of its limit (%s), %d rows, %d of %d within, %s bytes/op on the zero-byte"
            + " rows",
        worst.map(c -> number(c.ofLimit())).orElse("-"),
        worst.map(c -> c.row() + " against " + c.against()).orElse("none"),
        limited.size(),
        within,
        limited.size(),
        bytes(bytes));
  }
}
