package dev.bide.promises;

import dev.bide.promises.multi.Migrating;

/** Tasks migrate between the threads of a plain pool, and lose neither a wake-up nor a write. */
final class MultiThreaded implements Promise {
  private static final int TASKS = 100;
  private static final int ROUNDS = 200;

  @Override
  public String title() {
    return "multi-threaded executors";
  }

  @Override
  public void run(Report report) throws Exception {
    Migrating.Seen seen = Migrating.run(TASKS, ROUNDS, report.isBroken());
    report.requireEqual(TASKS, seen.ended(), "tasks ended; a wake-up was lost");
    report.requireEqual((long) TASKS * ROUNDS, seen.writes(), "writes seen by later polls");
    report.requireEqual(0, seen.parallelPolls(), "polls in parallel with another of their task");
    report.requireEqual(1000, seen.calls(), "right replies");
    report.require(seen.migrations() > TASKS, "only " + seen.migrations() + " migrations");
    report.requireEqual(0, seen.failures(), "unseen failures");
    report.fact(
        TASKS
            + " tasks on a pool of 4 threads, "
            + seen.writes()
            + " wake-ups from others' threads, "
            + seen.migrations()
            + " migrations, "
            + seen.calls()
            + " RESP calls over a pipe");

    String refusal = seen.refusal();
    report.require(
        refusal.contains("'cursor'") || refusal.contains("cursor"),
        "the refusal does not name the variable: " + refusal);
    report.require(
        refusal.matches("(?s).*Migrating\\.java:\\d+.*"),
        "the refusal does not name the await's line: " + refusal);
    report.requireEqual(1, seen.confinedOnLocal(), "runs of the confined block on a local runtime");
    report.fact("a block that holds a @ThreadConfined value across an await was refused there");
  }
}
