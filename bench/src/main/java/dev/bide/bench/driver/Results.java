package dev.bide.bench.driver;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;

/** What has been measured so far: printed as it comes, kept for the sums and the picture. */
final class Results {
  /** The comparisons of a group of rows. */
  record Section(String title, List<Compared> rows) {}

  private final PrintStream out;
  private final List<Section> sections = new ArrayList<>();
  private int unmeasured;
  private int failures;

  Results(PrintStream out) {
    this.out = out;
    out.println(Table.head());
  }

  /** What comes now belongs under this heading. */
  void group(String title) {
    sections.add(new Section(title, new ArrayList<>()));
    out.println("-- " + title);
  }

  void add(Compared c) {
    sections.getLast().rows().add(c);
    out.println(Table.line(c));
  }

  /**
   * A side has failed. Its limit, where it has one, counts as not held: nobody has seen it hold.
   */
  void failed(String row, String against, double limit, IOException why) {
    out.println("FAILED: " + row + " against " + against + ": " + why.getMessage());
    failures++;
    if (!Double.isNaN(limit)) {
      unmeasured++;
    }
  }

  /** What it needs is not on this machine; said loudly, and not counted. */
  void skipped(String what, String why) {
    out.println("SKIPPED: " + what + ": " + why);
  }

  /** How many comparisons have failed. */
  int failures() {
    return failures;
  }

  List<Section> sections() {
    return sections.stream().filter(s -> !s.rows().isEmpty()).toList();
  }

  /** The line of sums. */
  String sums() {
    return Table.sums(sections.stream().flatMap(s -> s.rows().stream()).toList(), unmeasured);
  }
}
