package dev.bide.bench.driver;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Runs plans. The sides of a plan are all alive at once and take turns, so that whatever else the
 * machine does hits all of them; and what has a limit is run in fresh processes more than once,
 * since a JVM may compile the same code better or worse each time.
 *
 * <p>A side that fails is said so, and left out; the others go on.
 */
final class Runner {
  /** Medians of two forks that differ by more are of code that was compiled in other ways. */
  private static final double APART = 1.1;

  /** What is no further from its limit may be on its other side. */
  private static final double NEAR = 0.03;

  /** In how many fresh processes what has a limit is measured. */
  private static final int FORKS = 2;

  /** In how many at most, where those do not agree or what they say is near its limit. */
  private static final int MOST_FORKS = 6;

  private final Pace pace;

  Runner(Pace pace) {
    this.pace = pace;
  }

  /** One side of a plan in one fork. */
  private final class Taker implements AutoCloseable {
    final SideProcess process;
    final String row;
    long n = 1;

    Taker(SideSpec spec, String row) throws IOException {
      this.process = new SideProcess(spec);
      this.row = row;
    }

    /**
     * Finds how many operations a round has, and gives the JIT compiler time, which on a busy
     * machine comes late: until two rounds in a row are about as fast as the fastest so far.
     *
     * @return false where there is no such row
     */
    boolean warmUp() throws IOException {
      long spent = 0;
      double fastest = Double.MAX_VALUE;
      int steady = 0;
      while (spent < pace.warmUpNanos() || (steady < 2 && spent < pace.longestWarmUpNanos())) {
        Sample s = process.ask(row, n);
        if (s == null) {
          return false;
        }
        // By CPU time: on a busy machine the wall would make the rounds too short.
        long took = Math.max(Math.min(s.cpu() <= 0 ? s.wall() : s.cpu(), s.wall()), 1000);
        double each = (double) took / s.n();
        steady = each < fastest * 1.1 ? steady + 1 : 0;
        fastest = Math.min(fastest, each);
        spent += took;
        n = Math.max(1, (long) (n * Math.min(10.0, (double) pace.roundNanos() / took)));
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

    @Override
    public void close() throws IOException {
      process.close();
    }
  }

  /** What a comparison gave, over all forks. */
  private static final class Series {
    final Plan.Against against;
    final List<Double> ratios = new ArrayList<>();
    final List<Double> ours = new ArrayList<>();
    final List<Double> theirs = new ArrayList<>();
    final List<Double> bytes = new ArrayList<>();

    /** The median of each fork. */
    private final List<Double> medians = new ArrayList<>();

    private int inForks;

    /** It has no such row, or has failed: it is not asked again. */
    boolean isOut;

    Series(Plan.Against against) {
      this.against = against;
    }

    boolean isLimited() {
      return !Double.isNaN(against.limit());
    }

    void endFork() {
      if (ratios.size() > inForks) {
        medians.add(Figures.of(ratios.subList(inForks, ratios.size())).median());
        inForks = ratios.size();
      }
    }

    boolean isUndecided() {
      return isLimited() && !isOut && undecided(medians, against.limit());
    }

    void add(double a, double b, double bytesOfOurs) {
      ours.add(a);
      theirs.add(b);
      bytes.add(bytesOfOurs);
      ratios.add(a / b);
    }

    Compared compared(Plan plan) {
      return new Compared(
          plan.name(),
          against.label(),
          plan.by(),
          Figures.of(ratios),
          against.limit(),
          Figures.of(ours).median(),
          Figures.of(theirs).median(),
          Figures.of(bytes).median(),
          plan.zeroBytes());
    }
  }

  /** Whether more forks may say something else: these differ, or are near the limit. */
  static boolean undecided(List<Double> medians, double limit) {
    Figures of = Figures.of(medians);
    return of.max() > of.min() * APART || Math.abs(of.median() / limit - 1) < NEAR;
  }

  /** Hands over the comparisons of a plan with those sides that have the row. */
  void run(Plan plan, Results out) {
    List<Series> all = plan.against().stream().map(Series::new).toList();
    try {
      fork(plan, all, out);
      for (int fork = 1; fork < MOST_FORKS; fork++) {
        boolean enough = fork >= FORKS;
        List<Series> again =
            all.stream()
                .filter(s -> s.isLimited() && !s.isOut && (!enough || s.isUndecided()))
                .toList();
        double takes = Plan.fork(again.size());
        if (again.isEmpty() || !(enough ? pace.hasTimeToSpare(takes) : pace.hasTime(takes))) {
          break;
        }
        fork(plan, again, out);
      }
    } catch (IOException e) {
      // Our own side.
      all.stream()
          .filter(s -> !s.isOut)
          .forEach(s -> out.failed(plan.name(), s.against.label(), s.against.limit(), e));
      return;
    }
    all.stream().filter(s -> !s.isOut).forEach(s -> out.add(s.compared(plan)));
  }

  private void fork(Plan plan, List<Series> all, Results out) throws IOException {
    List<Series> taking = new ArrayList<>();
    List<Taker> takers = new ArrayList<>();
    try (Taker ours = new Taker(plan.ours(), plan.row())) {
      if (!ours.warmUp()) {
        throw new IOException("our own side has no row " + plan.row());
      }
      for (Series s : all) {
        try {
          Taker taker = new Taker(s.against.side(), s.against.row());
          takers.add(taker);
          taking.add(s);
          s.isOut = !taker.warmUp();
          if (s.isOut && s.isLimited()) {
            throw new IOException("it has no row " + s.against.row());
          }
        } catch (IOException e) {
          drop(plan, s, e, out);
        }
      }
      for (int round = 0; round < pace.rounds(); round++) {
        Sample a = ours.round();
        for (int i = 0; i < taking.size(); i++) {
          Series s = taking.get(i);
          if (!s.isOut) {
            try {
              Sample b = takers.get(i).round();
              s.add(plan.of(a), plan.of(b), a.bytesOf1());
            } catch (IOException e) {
              drop(plan, s, e, out);
            }
          }
        }
      }
    } finally {
      for (Taker t : takers) {
        t.close();
      }
    }
    all.forEach(Series::endFork);
    pace.did(Plan.fork(all.size()));
  }

  private static void drop(Plan plan, Series s, IOException e, Results out) {
    s.isOut = true;
    out.failed(plan.name(), s.against.label(), s.against.limit(), e);
  }
}
