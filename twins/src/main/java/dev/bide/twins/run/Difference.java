package dev.bide.twins.run;

import dev.bide.twins.Schedule;
import dev.bide.twins.compile.Variant;
import dev.bide.twins.translate.Twins.ProgramSource;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A run that went differently, or a program that could not be run.
 *
 * @param program which one; null when a whole batch could not be compiled or woven
 * @param variant how the async twin was compiled
 * @param what what is wrong
 * @param schedule null when nothing ran
 */
public record Difference(
    @Nullable ProgramSource program,
    Variant variant,
    String what,
    @Nullable Schedule schedule,
    @Nullable Run sync,
    @Nullable Run async) {

  /** All of it, the program's source included. */
  public String report() {
    StringBuilder sb = new StringBuilder();
    sb.append("DIFFERENCE: ").append(what).append('\n');
    if (program != null) {
      sb.append("  program  ").append(program).append('\n');
    }
    sb.append("  compiled ").append(variant).append('\n');
    if (schedule != null) {
      sb.append("  schedule ").append(schedule).append('\n');
    }
    if (program != null) {
      sb.append(program.source().indent(4));
    }
    if (sync != null && async != null) {
      int same = 0;
      List<String> a = sync.events();
      List<String> b = async.events();
      while (same < a.size() && same < b.size() && a.get(same).equals(b.get(same))) {
        same++;
      }
      sb.append("  both   ").append(String.join(" | ", a.subList(0, same))).append('\n');
      one(sb, "  sync   ", sync, same);
      one(sb, "  async  ", async, same);
    }
    return sb.toString();
  }

  private static void one(StringBuilder sb, String title, Run run, int from) {
    List<String> rest = run.events().subList(from, run.events().size());
    sb.append(title).append(String.join(" | ", rest)).append('\n');
    sb.append(title).append("=> ").append(run.outcome());
    sb.append(run.lines().isEmpty() ? "\n" : " at " + run.lines() + "\n");
  }

  /** One line of it. */
  public String line() {
    return (program == null ? "a batch" : program.toString())
        + ", "
        + variant
        + (schedule == null ? "" : ", " + schedule)
        + ": "
        + what;
  }
}
