package dev.bide.bench.driver;

import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The lines of the table of comparisons, and the line of sums. */
final class Table {
  /** What fixed costs of a round, spread over its operations, may look like. */
  private static final double NONE = 0.01;

  private Table() {}

  static String head() {
    return String.format(
        "%-20s %-24s %7s %7s %7s %6s %8s %11s %11s %9s",
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

  static String line(Compared c) {
    return String.format(
        Locale.ROOT,
        "%-20s %-24s %7.2f %7.2f %7.2f %6s %8s %11s %11s %9s%s",
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
            + (c.isLimited() && !isWithin(c) ? "  OVER" : "")
            + (c.zeroBytes() && !(c.bytes() < NONE) ? "  ALLOCATES" : ""));
  }

  /** By the figure that the table shows: what it calls 1.00 of the limit is within. */
  static boolean isWithin(Compared c) {
    return Math.round(c.ofLimit() * 100) <= 100;
  }

  static String nanos(double d) {
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

  /**
   * The line of sums.
   *
   * @param unmeasured how many more limits there are, which a failure has kept from being measured
   */
  static String sums(List<Compared> all, int unmeasured) {
    List<Compared> limited = all.stream().filter(Compared::isLimited).toList();
    Optional<Compared> worst = limited.stream().max(Comparator.comparingDouble(Compared::ofLimit));
    int rows = limited.size() + unmeasured;
    double bytes =
        all.stream().filter(Compared::zeroBytes).mapToDouble(Compared::bytes).max().orElse(0);
    return String.format(
        Locale.ROOT,
        "core: worst %s of its limit (%s), %d rows, %d of %d within, %s bytes/op on the zero-byte"
            + " rows",
        worst.map(c -> number(c.ofLimit())).orElse("-"),
        worst.map(c -> c.row() + " against " + c.against()).orElse("none"),
        rows,
        limited.stream().filter(Table::isWithin).count(),
        rows,
        bytes(bytes));
  }
}
