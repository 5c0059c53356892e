package dev.bide.twins;

import dev.bide.twins.compile.Variant;
import dev.bide.twins.compile.Woven;
import dev.bide.twins.run.Difference;
import dev.bide.twins.run.Effort;
import dev.bide.twins.run.Harness;
import dev.bide.twins.run.Report;
import java.io.IOException;
import java.nio.file.Path;

/** The command: {@code ./bide test twins}. */
public final class Main {
  private static final int SHOWN = 5;

  private Main() {}

  /** Exits with 0 only if there are no differences. */
  public static void main(String[] arguments) throws IOException {
    Report report = new Report();
    Harness harness = new Harness(report, Woven.After.NOTHING);
    harness.run(Corpus.read(Path.of("twins/src/programs")), Variant.ALL, new Effort(4, 24));
    int shown = 0;
    for (Difference d : report.differences()) {
      System.out.println(shown++ < SHOWN ? d.report() : "DIFFERENCE: " + d.line());
    }
    System.out.println(report.sums());
    System.exit(report.differences().isEmpty() ? 0 : 1);
  }
}
