package dev.bide.twins.run;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** What was run, and what was different. */
public final class Report {
  private int programs;
  private long runs;
  private int crashes;
  private final List<Difference> differences = new ArrayList<>();

  /** Nothing yet. */
  public Report() {}

  /** Counts programs, once however many variants they have. */
  public synchronized void addPrograms(int n) {
    programs += n;
  }

  synchronized void add(long n, Collection<Difference> found) {
    runs += n;
    differences.addAll(found);
  }

  /** Adds what another one counted. */
  public synchronized void addAll(Report other) {
    programs += other.programs();
    runs += other.runs();
    crashes += other.crashes();
    differences.addAll(other.differences());
  }

  synchronized void crashed() {
    crashes++;
  }

  /** How many programs ecj could not compile for a bug of its own. */
  public synchronized int crashes() {
    return crashes;
  }

  /** How many programs there were. */
  public synchronized int programs() {
    return programs;
  }

  /** How many runs of async twins there were. */
  public synchronized long runs() {
    return runs;
  }

  /** All that was different. */
  public synchronized List<Difference> differences() {
    return List.copyOf(differences);
  }

  /** The line of sums. */
  public synchronized String sums() {
    return "twins: "
        + programs
        + " programs, "
        + runs
        + " runs, "
        + differences.size()
        + " differences";
  }
}
