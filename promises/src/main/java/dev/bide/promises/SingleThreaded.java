package dev.bide.promises;

import dev.bide.Async;
import dev.bide.build.classfiles.ClassFiles;
import dev.bide.build.classfiles.Finding;
import dev.bide.build.classfiles.HotPath;
import dev.bide.build.classfiles.HotPathCheck;
import dev.bide.promises.single.PlantedScheduler;
import dev.bide.promises.single.SharedList;
import dev.bide.runtimes.LocalRuntime;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/**
 * Tasks on one thread share plain data across awaits, and the executor's hot path is plain code.
 */
final class SingleThreaded implements Promise {
  private static final int TASKS = 32;
  private static final int CALLS = 50;

  @Override
  public String title() {
    return "single-threaded executors";
  }

  @Override
  public void run(Report report) throws Exception {
    SharedList.Seen seen;
    try (LocalRuntime runtime = new LocalRuntime()) {
      seen = runtime.run(SharedList.run(TASKS, CALLS));
    }
    report.requireEqual(TASKS * CALLS, seen.calls(), "right replies");
    report.requireEqual(TASKS * CALLS, seen.entries(), "entries in the shared list");
    report.requireEqual(1, seen.threads(), "threads");
    report.fact(
        TASKS
            + " tasks made "
            + seen.calls()
            + " RESP calls over TCP and shared an ArrayList of "
            + seen.entries()
            + " without a lock");

    HotPathCheck check = new HotPathCheck(classFiles(report.isBroken()), HotPath.ofThisBuild());
    List<Finding> findings = check.run();
    report.require(
        findings.isEmpty(),
        "the hot path is not free of atomics: "
            + String.join(
                "; ", findings.stream().map(f -> f.what() + " at " + f.where()).toList()));
    report.fact(
        "the "
            + check.followed().size()
            + " methods of the hot path execute no atomic, volatile access or monitor");
  }

  private static ClassFiles classFiles(boolean broken) throws IOException {
    ClassFiles classes = new ClassFiles();
    for (Path p : Jvm.holders(Async.class, LocalRuntime.class)) {
      classes.add(p);
    }
    if (broken) {
      try (var in = PlantedScheduler.class.getResourceAsStream("PlantedScheduler.class")) {
        if (in == null) {
          throw new IllegalStateException("the planted class is missing");
        }
        classes.add(in.readAllBytes());
      }
    }
    return classes;
  }
}
