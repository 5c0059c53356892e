package dev.bide.testing.contract;

import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Runs checks and prints a line for each rule. */
final class ContractReport {
  private ContractReport() {}

  /** Runs those of a rule, or with a part of a name; whether there were any, and all held. */
  static boolean runOnly(List<ContractSuite.Check> checks, String what, PrintStream out) {
    int run = 0;
    int failed = 0;
    for (ContractSuite.Check c : checks) {
      if (c.rules().stream().anyMatch(r -> what.equals("" + r)) || c.toString().contains(what)) {
        run++;
        try {
          c.run();
          out.println("holds  " + c);
        } catch (Throwable t) {
          failed++;
          out.println("FAILED " + c);
          t.printStackTrace(out);
        }
      }
    }
    out.printf("contract: '%s', %d checks, %d failed%n", what, run, failed);
    return run > 0 && failed == 0;
  }

  /** Whether all held. */
  static boolean run(List<ContractSuite.Check> checks, PrintStream out) {
    Map<Integer, List<ContractSuite.Check>> byRule = new TreeMap<>();
    for (ContractSuite.Check c : checks) {
      byRule.computeIfAbsent(c.rules().getFirst(), r -> new ArrayList<>()).add(c);
    }
    TreeMap<Integer, Integer> alsoIn = new TreeMap<>();
    for (ContractSuite.Check c : checks) {
      for (int r : c.rules()) {
        alsoIn.merge(r, 1, Integer::sum);
      }
    }
    int failed = 0;
    for (int rule = 1; rule <= ContractSuite.RULES; rule++) {
      int failedHere = 0;
      for (ContractSuite.Check c : byRule.getOrDefault(rule, List.of())) {
        try {
          c.run();
        } catch (Throwable t) {
          failedHere++;
          out.println("FAILED " + c);
          t.printStackTrace(out);
        }
      }
      failed += failedHere;
      if (alsoIn.containsKey(rule)) {
        out.printf(
            "rule %2d: %3d checks, %d failed: %s%n",
            rule, alsoIn.get(rule), failedHere, Uncovered.SUBJECTS.get(rule - 1));
      }
      String part = Uncovered.PARTS.get(rule);
      if (alsoIn.containsKey(rule) && part != null) {
        out.println("         not yet: " + part);
      }
    }
    boolean named = true;
    for (int rule = 1; rule <= ContractSuite.RULES; rule++) {
      if (!alsoIn.containsKey(rule)) {
        String reason = Uncovered.REASONS.get(rule);
        named &= reason != null;
        out.printf("rule %2d: no check yet: %s%n", rule, reason == null ? "for no reason" : reason);
      }
    }
    out.printf(
        "contract: %d of %d rules, %d checks, %d failed%n",
        alsoIn.size(), ContractSuite.RULES, checks.size(), failed);
    return failed == 0 && named;
  }
}
