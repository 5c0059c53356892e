package dev.bide.bench.driver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs plans. The sides of a plan are all alive at once and take turns, so that whatever else the
 * machine does hits all of them; and each plan is run in fresh processes more than once, since a
 * JVM may compile the same code better or worse each time.
 */
final class Runner {
  private static final long ROUND = 120_000_000;
  private static final long WARM_UP = 700_000_000;

  private final int forks;
  private final int rounds;

  Runner(int forks, int rounds) {
    this.forks = forks;
    this.rounds = rounds;
  }

  /** One side of a plan in one fork. */
  private static final class Taker {
    final SideProcess process;
    final String row;
    long n = 1;

    Taker(SideProcess process, String row) {
      this.process = process;
      this.row = row;
    }

    /** Finds how many operations a round has, and gives the JIT compiler time; false: no row. */
    boolean warmUp() throws IOException {
      long spent = 0;
      while (spent < WARM_UP) {
        Sample s = process.ask(row, n);
        if (s == null) {
          return false;
        }
        spent += Math.max(s.wall(), 1000);
        // By CPU time: on a busy machine the wall would make the rounds too short.
        long took = Math.max(Math.min(s.cpu() <= 0 ? s.wall() : s.cpu(), s.wall()), 1);
        n = Math.max(1, (long) (n * Math.min(10.0, (double) ROUND / took)));
      }
      return true;
    }

    Sample round() throws IOException {
      Sample s = process.ask(row, n);
      if (s == null) {
        throw new IOException("a row that was there is gone: " + row);
      }
      return s;
    }
  }

  /** What the rounds of a comparison gave, over all forks. */
  private static final class Series {
    final List<Double> ratios = new ArrayList<>();
    final List<Double> ours = new ArrayList<>();
    final List<Double> theirs = new ArrayList<>();
    final List<Double> bytes = new ArrayList<>();
  }

  /** The comparisons of a plan with those sides that have the row. */
  List<Compared> run(Plan plan) throws IOException {
    List<Series> series = plan.against().stream().map(_ -> new Series()).toList();
    for (int fork = 0; fork < forks; fork++) {
      fork(plan, series);
    }
    List<Compared> all = new ArrayList<>();
    for (int i = 0; i < series.size(); i++) {
      Series s = series.get(i);
      if (!s.ratios.isEmpty()) {
        Plan.Against against = plan.against().get(i);
        all.add(
            new Compared(
                plan.name(),
                against.label(),
                plan.by(),
                Figures.of(s.ratios),
                against.limit(),
                Figures.of(s.ours).median(),
                Figures.of(s.theirs).median(),
                Figures.of(s.bytes).median(),
                plan.zeroBytes()));
      }
    }
    return all;
  }

  private void fork(Plan plan, List<Series> series) throws IOException {
    List<SideProcess> started = new ArrayList<>();
    try {
      SideProcess own = new SideProcess(plan.ours());
      started.add(own);
      Taker ours = new Taker(own, plan.row());
      if (!ours.warmUp()) {
        throw new IOException("our own side has no row " + plan.row());
      }
      List<@Nullable Taker> others = new ArrayList<>();
      for (Plan.Against against : plan.against()) {
        SideProcess other = new SideProcess(against.side());
        started.add(other);
        Taker taker = new Taker(other, against.row());
        others.add(taker.warmUp() ? taker : null);
      }
      for (int round = 0; round < rounds; round++) {
        Sample a = ours.round();
        for (int i = 0; i < series.size(); i++) {
          Taker other = others.get(i);
          if (other != null) {
            Sample b = other.round();
            Series s = series.get(i);
            s.ours.add(plan.of(a));
            s.theirs.add(plan.of(b));
            s.bytes.add(a.bytesOf1());
            s.ratios.add(plan.of(a) / plan.of(b));
          }
        }
      }
    } finally {
      for (SideProcess p : started) {
        p.close();
      }
    }
  }
}
