package dev.bide.bench.driver;

import dev.bide.bench.driver.Plan.Against;
import dev.bide.bench.driver.Plan.Clock;
import java.util.ArrayList;
import java.util.List;

/** The rows of {@code ./bide bench core}, with their limits. */
final class CorePlans {
  private static final String OURS = "dev.bide.bench.rows.Ours";
  private static final String BY_HAND = "dev.bide.bench.rows.ByHand";
  private static final String G1 = "-XX:+UseG1GC";
  private static final String PARALLEL = "-XX:+UseParallelGC";

  /** There is no limit: the comparison is only shown. */
  private static final double NONE = Double.NaN;

  private CorePlans() {}

  /** All rows, with those peers that are there. */
  static List<Plan> all(Peers peers) {
    List<Plan> plans = new ArrayList<>();
    plans.add(byHand("await-ready", "plain loop", 1.2, G1));
    plans.add(byHand("inner-loop", "plain loop", 1.0, G1));
    plans.add(byHand("depth-1", "by hand, G1", 1.1, G1));
    plans.add(byHand("depth-1", "by hand, Parallel", 1.1, PARALLEL));
    for (String row : List.of("depth-10", "depth-100", "depth-1M")) {
      plans.add(itself(row, "depth-1", 1.2, true));
    }
    plans.add(itself("join-100-woken", "depth-1", 1.5, true));
    plans.add(itself("own-wake", "depth-1", 1.5, true));
    plans.add(itself("cancel-handlers", "depth-1", 5, false));
    plans.add(itself("cancel-plain", "depth-1", 5, false));
    for (String row : List.of("sites-8", "sites-20", "sites-60")) {
      plans.add(itself(row, "sites-2", 1.2, true));
    }
    plans.add(itself("async3-int", "async3", NONE, true));
    plans.add(itself("async3-double", "async3", NONE, true));
    for (String row : List.of("private", "final", "virtual", "interface")) {
      plans.add(itself("call-" + row, "call-static", NONE, true));
    }
    plans.add(itself("call-overridden", "call-static", NONE, false));
    plans.add(against(peers, "async3", Clock.CPU, true, "kotlin", 0.7));
    for (String row : List.of("depth-10", "depth-100")) {
      plans.add(against(peers, row, Clock.CPU, true, "kotlin", 1.0));
    }
    for (String row :
        List.of(
            "spawn-join",
            "yield-100",
            "oneshot",
            "channel-pingpong",
            "mutex",
            "timer",
            "race-timeout",
            "join-100")) {
      plans.add(against(peers, row, Clock.CPU, false, "tokio", 1.0));
    }
    plans.add(against(peers, "wake-foreign", Clock.WALL, false, "tokio", 1.0));
    plans.removeIf(plan -> plan.against().isEmpty());
    return plans;
  }

  private static Plan byHand(String row, String label, double limit, String flag) {
    return plan(
        row,
        flag,
        Clock.CPU,
        true,
        List.of(new Against(Jvm.side("by hand", BY_HAND, flag), row, label, limit)));
  }

  private static Plan itself(String row, String other, double limit, boolean zeroBytes) {
    return plan(
        row,
        G1,
        Clock.CPU,
        zeroBytes,
        List.of(new Against(Jvm.side("bide", OURS, G1), other, "our " + other, limit)));
  }

  private static Plan against(
      Peers peers, String row, Clock by, boolean zeroBytes, String limited, double limit) {
    return plan(
        row,
        G1,
        by,
        zeroBytes,
        peers.all().stream()
            .map(p -> new Against(p, row, p.name(), p.name().equals(limited) ? limit : NONE))
            .toList());
  }

  private static Plan plan(
      String row, String flag, Clock by, boolean zeroBytes, List<Against> against) {
    return new Plan(row, Jvm.side("bide", OURS, flag), row, by, zeroBytes, against);
  }
}
