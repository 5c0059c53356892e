package dev.bide.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Rows that take what they say, on machines that are more or less slow. */
class PaceTest {
  private static final double LEAST = 4;
  private static final double MORE = 4;

  private long now;
  private final Pace pace = new Pace(false, Duration.ZERO, () -> now);

  /** How often each row was measured. */
  private final List<Integer> forks = new ArrayList<>();

  private record Row(double least, double usual) implements Measured {
    @Override
    public String name() {
      return "row";
    }

    @Override
    public void run(Results out) {
      throw new AssertionError("it is only planned");
    }
  }

  /** Measures so many rows as the runner does, each of which would have more if there is time. */
  private Duration run(int rows, double slower) {
    return run(pace, rows, slower);
  }

  private Duration run(Pace pace, int rows, double slower) {
    List<Measured> all = new ArrayList<>();
    for (int i = 0; i < rows; i++) {
      all.add(new Row(LEAST, LEAST + MORE));
    }
    pace.plan(all);
    for (Measured row : all) {
      pace.next(row);
      measure(pace, slower);
      int n = 1;
      while (n < 6 && (n < 2 ? pace.hasTime(MORE) : pace.hasTimeToSpare(MORE))) {
        measure(pace, slower);
        n++;
      }
      forks.add(n);
    }
    return pace.elapsed();
  }

  private void measure(Pace pace, double slower) {
    now += (long) (LEAST * slower * 1e9);
    pace.did(LEAST);
  }

  @Test
  void whereThereIsTimeTheFirstRowsAreMeasuredOften() {
    assertThat(run(60, 1)).isBetween(Duration.ofMinutes(13), Pace.WHOLE);
    assertThat(forks).startsWith(6, 6).allMatch(n -> n >= 2);
    assertThat(pace.isLate()).isFalse();
  }

  @Test
  void onASlowMachineAllAreMeasuredAtLeastOnce() {
    assertThat(run(60, 2.5)).isLessThanOrEqualTo(Pace.WHOLE);
    assertThat(forks).hasSize(60).contains(1, 2);
    assertThat(pace.isLate()).isTrue();
  }

  @Test
  void onAMachineThatGetsSlowTheRestStillFits() {
    List<Measured> all = new ArrayList<>();
    for (int i = 0; i < 60; i++) {
      all.add(new Row(LEAST, LEAST + MORE));
    }
    pace.plan(all);
    for (Measured row : all) {
      pace.next(row);
      double slower = pace.elapsed().toMinutes() < 5 ? 1 : 2;
      measure(pace, slower);
      if (pace.hasTime(MORE)) {
        measure(pace, slower);
      }
    }
    assertThat(pace.elapsed()).isLessThan(Duration.ofMinutes(15));
  }

  @Test
  void whatTheBuildTookIsTakenFromTheRows() {
    Pace built = new Pace(false, Duration.ofMinutes(5), () -> now);
    assertThat(run(built, 60, 1)).isBetween(Duration.ofMinutes(8), Duration.ofMinutes(9));
    forks.clear();
    Pace late = new Pace(false, Duration.ofMinutes(50), () -> now);
    assertThat(run(late, 60, 1)).isBetween(Duration.ofMinutes(7), Pace.ROWS);
    assertThat(forks).hasSize(60).contains(2);
  }

  @Test
  void whereNotEvenTheLeastFitsRowsAreShorter() {
    pace.plan(List.of(new Row(LEAST, LEAST), new Row(800, 800)));
    pace.next(new Row(LEAST, LEAST));
    assertThat(pace.rounds()).isEqualTo(5);
    now += Duration.ofMinutes(1).toNanos();
    pace.did(LEAST);
    pace.next(new Row(800, 800));
    assertThat(pace.rounds()).isEqualTo(3);
    assertThat(pace.longestWarmUpNanos()).isEqualTo(1_000_000_000);
    assertThat(pace.isLate()).isTrue();
  }

  @Test
  void quickMeansOnce() {
    Pace quick = new Pace(true, Duration.ZERO, () -> now);
    assertThat(quick.hasTime(0)).isFalse();
    assertThat(quick.hasTimeToSpare(0)).isFalse();
    assertThat(quick.isLate()).isFalse();
  }
}
