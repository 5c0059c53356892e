package dev.bide.promises;

import dev.bide.promises.loops.LibuvProgram;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** Event loops that are not Java's drive the same classes: Node.js's and libuv's. */
final class ForeignLoops implements Promise {
  private static final int CALLS = 1000;

  @Override
  public String title() {
    return "runtimes that are not Java's";
  }

  @Override
  public void run(Report report) throws Exception {
    Tool.need(Tool.NODE, Tool.LIBUV);
    node(report);
    LibuvProgram.Seen seen = LibuvProgram.run(CALLS, report.isBroken());
    report.requireEqual(CALLS, seen.calls(), "right replies on libuv");
    report.requireEqual(LibuvProgram.FROM_CALLBACKS, seen.fromCallbacks(), "wake-ups by callbacks");
    report.requireEqual(LibuvProgram.FROM_THREADS, seen.fromThreads(), "wake-ups by other threads");
    report.requireEqual(1, seen.caught(), "exceptions kept from crossing a callback");
    report.requireEqual(0, seen.openHandles(), "handles not freed");
    report.requireEqual(0, seen.openStubs(), "callbacks not freed");
    report.fact(
        "libuv in this process: "
            + CALLS
            + " calls, "
            + seen.fromCallbacks()
            + " wake-ups from its callbacks, "
            + seen.fromThreads()
            + " from other threads, all "
            + seen.handles()
            + " handles and "
            + seen.stubs()
            + " stubs freed");
  }

  private static void node(Report report) throws Exception {
    Path js = Compiled.folder("js");
    Child child =
        Child.run(
            List.of(
                Tool.NODE.command().orElseThrow().toString(),
                js.resolve("node.mjs").toString(),
                Integer.toString(CALLS)));
    report.require(child.exitCode() == 0, "Node.js failed: " + child.output());
    report.requireEqual(CALLS, child.number("calls"), "right replies on Node.js");
    report.requireEqual(10, child.number("ticks"), "ticks of Node's timer");
    report.fact(
        "Node.js: "
            + CALLS
            + " RESP calls over a pipe and 10 ticks of its timer as "
            + Files.size(js.resolve("classes.js")) / 1024
            + " KiB of JavaScript");
  }
}
