package dev.bide.promises;

import dev.bide.Async;
import dev.bide.promises.allocation.AllocationProgram;
import java.util.List;

/** One task polled ten million times allocates not one byte, and ends under Epsilon GC. */
final class ZeroAllocation implements Promise {
  @Override
  public String title() {
    return "zero allocation, single task";
  }

  @Override
  public void run(Report report) throws Exception {
    List<String> flags =
        List.of(
            "-XX:+UnlockExperimentalVMOptions",
            "-XX:+UseEpsilonGC",
            "-Xms96m",
            "-Xmx96m",
            "-XX:+ExitOnOutOfMemoryError");
    Child child =
        Child.run(
            Jvm.command(
                flags,
                Jvm.holders(Async.class, AllocationProgram.class),
                AllocationProgram.class,
                Boolean.toString(report.isBroken())));
    report.require(
        child.exitCode() == 0,
        "it ended with exit code " + child.exitCode() + " under Epsilon GC: " + child.output());
    long polls = child.number("polls");
    long heap = child.number("heapLeft");
    report.require(polls >= 10_000_000, "only " + polls + " polls");
    report.require(heap < polls, "one byte a poll would fit into the " + heap + " bytes left");
    report.requireEqual(0, child.number("allocated"), "bytes allocated");
    report.requireEqual(polls, child.number("counted"), "awaits that went on");
    report.requireEqual(child.number("rounds"), child.number("finallys"), "finally blocks run");
    report.fact(
        polls
            + " polls of one woven task, 0 bytes by the thread's counter; under Epsilon GC with "
            + heap / 1024
            + " KiB of heap left");
  }
}
