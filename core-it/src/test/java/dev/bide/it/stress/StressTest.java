package dev.bide.it.stress;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Random programs over the whole API, cancelled at random moments. Each is checked for this: it
 * ends; what it opened is closed, once; every block that was entered is left; no item is lost or
 * comes twice; a cancel ends all that it may end, at once; each failure is seen by somebody, and
 * reported once at most.
 *
 * <p>The programs are those of the seeds in {@code -Dbide.stress=FROM-TO}, the last one not
 * included. With a single seed its program and its log are printed.
 */
class StressTest {
  private static final String SEEDS = System.getProperty("bide.stress", "0-4000");
  private static final int ENOUGH = 10;

  @Test
  void randomProgramsKeepTheRules() {
    int dash = SEEDS.indexOf('-');
    boolean one = dash < 0;
    long from = Long.parseLong(one ? SEEDS : SEEDS.substring(0, dash));
    long to = one ? from + 1 : Long.parseLong(SEEDS.substring(dash + 1));
    assertThat(faulty(Planted.NOTHING, from, to, one)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "NOTHING")
  void aPlantedBugIsFound(Planted bug) {
    assertThat(faulty(bug, 0, 1000, false)).isNotEmpty();
  }

  private static List<String> faulty(Planted bug, long from, long to, boolean logs) {
    List<String> all = new ArrayList<>();
    LongStream.range(from, to)
        .takeWhile(_ -> all.size() < ENOUGH)
        .forEach(seed -> {
          List<String> faults = Round.run(seed, bug, logs);
          if (!faults.isEmpty()) {
            all.add("-Dbide.stress=" + seed + ": " + faults);
          }
        });
    return all;
  }
}
