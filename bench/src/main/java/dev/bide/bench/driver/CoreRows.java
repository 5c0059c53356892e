package dev.bide.bench.driver;

import dev.bide.bench.driver.Plan.Against;
import dev.bide.bench.driver.Plan.Clock;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The rows of {@code ./bide bench core}, with their limits. */
final class CoreRows {
  /** The rows of the local runtime that are measured by CPU time: each peer has them too. */
  static final List<String> SCHEDULER =
      List.of(
          "spawn-join",
          "yield-100",
          "oneshot",
          "channel-pingpong",
          "mutex",
          "timer",
          "race-timeout",
          "join-100");

  private static final String OURS = "dev.bide.bench.rows.Ours";
  private static final String BY_HAND = "dev.bide.bench.rows.ByHand";
  private static final String G1 = "-XX:+UseG1GC";
  private static final String PARALLEL = "-XX:+UseParallelGC";

  /** There is no limit: the comparison is only shown. */
  private static final double NONE = Double.NaN;

  private final Path root;
  private final Peers peers;
  private final Pace pace;
  private final Runner runner;

  private CoreRows(Path root, Peers peers, Pace pace) {
    this.root = root;
    this.peers = peers;
    this.pace = pace;
    this.runner = new Runner(pace);
  }

  /** All rows, with those peers that are there. */
  static List<Group> all(Path root, Peers peers, Pace pace) {
    return new CoreRows(root, peers, pace).all();
  }

  private List<Group> all() {
    return List.of(
        group("an await and a resume, against code by hand", byHand()),
        group("depth, width, wake-ups and cancels, against our own resume", againstItself()),
        group("calls of async methods, three deep", calls()),
        group("the language, against other languages", language()),
        group("the local runtime, against schedulers of one thread", scheduler()),
        new Group("an echo server, CPU time for a message", EchoRows.all(root, pace)),
        new Group("the poll loop elsewhere, against code by hand", ForeignRows.all(root, runner)),
        new Group("start-up and build", StartRows.all(root, pace)));
  }

  private Group group(String title, List<Plan> plans) {
    return new Group(
        title,
        plans.stream().filter(p -> !p.against().isEmpty()).map(p -> p.with(runner)).toList());
  }

  // ---------------------------------------------------------------- on the JVM, by hand

  private static List<Plan> byHand() {
    List<Plan> plans = new ArrayList<>();
    plans.add(control());
    for (String flag : List.of(G1, PARALLEL)) {
      String of = flag.equals(G1) ? ", G1" : ", Parallel";
      plans.add(byHand("await-ready", "a plain loop" + of, 1.2, flag));
      plans.add(byHand("inner-loop", "a plain loop" + of, 1.0, flag));
      plans.add(byHand("depth-1", "a switch" + of, 1.1, flag));
      plans.add(byHand("turn-1", "a switch" + of, 1.1, flag));
    }
    plans.add(byHand("mixed-depth-1", "a switch, G1", NONE, G1));
    return plans;
  }

  /** The same code on both sides: what its ratios differ from 1 by, those of other rows may too. */
  private static Plan control() {
    SideSpec byHand = Jvm.side("by hand", BY_HAND, G1);
    List<Against> itself = List.of(new Against(byHand, "depth-1", "itself", NONE));
    return new Plan("control", byHand, "depth-1", Clock.CPU, false, itself);
  }

  private static Plan byHand(String row, String label, double limit, String flag) {
    return plan(
        row,
        flag,
        true,
        List.of(new Against(Jvm.side("by hand", BY_HAND, flag), row, label, limit)));
  }

  // ---------------------------------------------------------------- against itself

  private static List<Plan> againstItself() {
    List<Plan> plans = new ArrayList<>();
    plans.add(itself("depth-10", "depth-1", 1.2, true));
    plans.add(itself("depth-100", "depth-1", 1.2, true));
    plans.add(itself("depth-1M", "depth-1", NONE, true));
    plans.add(joinWoken());
    plans.add(itself("own-wake", "depth-1", 1.5, true));
    plans.add(itself("cancel-handlers", "depth-1", 5, false));
    plans.add(itself("cancel-plain", "depth-1", 5, false));
    for (String row : List.of("sites-8", "sites-20", "sites-60")) {
      plans.add(itself(row, "sites-2", 1.2, true));
    }
    for (String row : List.of("mixed-sites-8", "mixed-sites-20", "mixed-sites-60")) {
      plans.add(itself(row, "mixed-sites-2", NONE, true));
    }
    plans.add(itself("async3-runtime", "async3-interface", NONE, false));
    plans.add(itself("mixed-async3-interface", "async3-interface", NONE, true));
    return plans;
  }

  /** A task that is woken alone again and again is what the JIT makes one piece of: it is shown. */
  private static Plan joinWoken() {
    SideSpec bide = Jvm.side("bide", OURS, G1);
    return plan(
        "join-100-woken",
        G1,
        true,
        List.of(
            new Against(bide, "turn-100", "our turn-100", 1.5),
            new Against(bide, "turn-1", "our turn-1", NONE)));
  }

  private static Plan itself(String row, String other, double limit, boolean zeroBytes) {
    return plan(
        row,
        G1,
        zeroBytes,
        List.of(new Against(Jvm.side("bide", OURS, G1), other, "our " + other, limit)));
  }

  // ---------------------------------------------------------------- calls

  private List<Plan> calls() {
    List<Plan> plans = new ArrayList<>();
    plans.add(peers("async3", Clock.CPU, true, "kotlin", 0.7));
    for (String type : List.of("int", "double")) {
      plans.add(call("async3-" + type, Jvm.side("bide", OURS, G1), "async3-" + type, 0.7, true));
    }
    for (String kind : List.of("static", "final", "virtual", "interface")) {
      plans.add(call("async3-" + kind, Jvm.side("bide", OURS, G1), "async3", 0.7, true));
    }
    plans.add(call("async3-modules", Jvm.modularSide("bide", OURS, G1), "async3", 0.7, true));
    plans.add(call("mixed-async3", Jvm.side("bide", OURS, G1), "mixed-async3", NONE, true));
    plans.add(call("async3-overridden", Jvm.side("bide", OURS, G1), "async3", NONE, false));
    plans.add(call("async3-default", Jvm.side("bide", OURS, G1), "async3", NONE, false));
    return plans;
  }

  /** A kind of call against Kotlin's suspend functions. */
  private Plan call(String row, SideSpec ours, String theirs, double limit, boolean zeroBytes) {
    return new Plan(
        row,
        ours,
        row,
        Clock.CPU,
        zeroBytes,
        peers.all().stream()
            .filter(p -> p.name().equals("kotlin"))
            .map(p -> new Against(p, theirs, "kotlin " + theirs, limit))
            .toList());
  }

  // ---------------------------------------------------------------- peers

  private List<Plan> language() {
    return List.of(
        peers("depth-1", Clock.CPU, true, "", NONE),
        call("mixed-depth-1", Jvm.side("bide", OURS, G1), "mixed-depth-1", NONE, true),
        peers("depth-10", Clock.CPU, true, "kotlin", 1.0),
        peers("depth-100", Clock.CPU, true, "kotlin", 1.0));
  }

  private List<Plan> scheduler() {
    List<Plan> plans = new ArrayList<>();
    for (String row : SCHEDULER) {
      plans.add(peers(row, Clock.CPU, false, "tokio", 1.0));
    }
    plans.add(peers("wake-foreign", Clock.WALL, false, "tokio", 1.0));
    return plans;
  }

  private Plan peers(String row, Clock by, boolean zeroBytes, String limited, double limit) {
    return new Plan(
        row,
        Jvm.side("bide", OURS, G1),
        row,
        by,
        zeroBytes,
        peers.all().stream()
            .map(p -> new Against(p, row, p.name(), p.name().equals(limited) ? limit : NONE))
            .toList());
  }

  private static Plan plan(String row, String flag, boolean zeroBytes, List<Against> against) {
    return new Plan(row, Jvm.side("bide", OURS, flag), row, Clock.CPU, zeroBytes, against);
  }
}
