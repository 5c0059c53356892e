package dev.bide.promises;

import dev.bide.promises.several.Ring;

/** Three runtimes of two kinds in one process talk to each other, and end one by one. */
final class SeveralRuntimes implements Promise {
  private static final int VALUES = 1000;

  @Override
  public String title() {
    return "multiple runtimes in one process";
  }

  @Override
  public void run(Report report) throws Exception {
    Ring.Seen seen = Ring.run(VALUES, report.isBroken());
    report.requireEqual(VALUES, seen.forward(), "values round the ring one way");
    report.requireEqual(VALUES, seen.backward(), "values round the ring the other way");
    report.require(seen.left().isEmpty(), "the third runtime did not go on: " + seen.left());
    report.requireEqual(500, seen.callsAfter(), "right replies after two were closed");
    report.requireEqual(2, seen.refused(), "closed runtimes that refuse a new task");
    report.fact(
        "two local runtimes and a pool exchanged "
            + (seen.forward() + seen.backward())
            + " values round a ring, both ways; two were closed, and the third made "
            + seen.callsAfter()
            + " RESP calls over TCP");
  }
}
