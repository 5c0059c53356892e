package dev.bide.promises;

import java.util.ArrayList;
import java.util.List;

/** What one promise tells of its run. */
final class Report {
  private final List<String> facts = new ArrayList<>();
  private final boolean broken;

  Report(boolean broken) {
    this.broken = broken;
  }

  /** Whether the promise is to plant its fault. */
  boolean isBroken() {
    return broken;
  }

  /** Something that was run and counted, for the promise's line. */
  void fact(String fact) {
    facts.add(fact);
  }

  /** Breaks the promise unless a condition holds. */
  void require(boolean holds, String otherwise) throws BrokenPromise {
    if (!holds) {
      throw new BrokenPromise(otherwise);
    }
  }

  /** Breaks the promise unless what was counted is what was expected. */
  void requireEqual(long expected, long counted, String what) throws BrokenPromise {
    require(expected == counted, counted + " " + what + " instead of " + expected);
  }

  String text() {
    return String.join("; ", facts);
  }
}
