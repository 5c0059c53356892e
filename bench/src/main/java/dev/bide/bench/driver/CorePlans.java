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

  private CorePlans() {}

  static List<Plan> all() {
    List<Plan> plans = new ArrayList<>();
    plans.add(byHand("await-ready", "plain loop", 1.2, G1));
    plans.add(byHand("inner-loop", "plain loop", 1.0, G1));
    plans.add(byHand("suspend", "by hand, G1", 1.1, G1));
    plans.add(byHand("suspend", "by hand, Parallel", 1.1, PARALLEL));
    plans.add(itself("suspend-10", "suspend", 1.2));
    plans.add(itself("suspend-100", "suspend", 1.2));
    plans.add(itself("own-wake", "suspend", 1.5));
    return plans;
  }

  private static Plan byHand(String row, String label, double limit, String flag) {
    return new Plan(
        row,
        Jvm.side("bide", OURS, flag),
        row,
        Clock.CPU,
        true,
        List.of(new Against(Jvm.side("by hand", BY_HAND, flag), row, label, limit)));
  }

  private static Plan itself(String row, String other, double limit) {
    return new Plan(
        row,
        Jvm.side("bide", OURS, G1),
        row,
        Clock.CPU,
        true,
        List.of(new Against(Jvm.side("bide", OURS, G1), other, "our " + other, limit)));
  }
}
