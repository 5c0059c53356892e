package dev.bide.bench.driver;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.bench.driver.Plan.Against;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Sides that say what they are told to say: the runner's sums, and what it does when one fails. */
class RunnerTest {
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final Results results =
      new Results(new PrintStream(printed, true, StandardCharsets.UTF_8));

  private static SideSpec bash(String script) {
    return new SideSpec("bash", List.of("bash", "-c", script));
  }

  /** A side that answers each question by so many nanoseconds for an operation. */
  private static SideSpec taking(int nanos) {
    return bash(
        "while read -r row n && [ \"$row\" != quit ]; do"
            + " echo \"$row $n $((n * "
            + nanos
            + ")) $((n * "
            + nanos
            + ")) 0\"; done");
  }

  private String run(SideSpec ours, Against... others) {
    results.group("a group");
    new Runner(new Pace(true, Duration.ZERO))
        .run(new Plan("row", ours, "row", Plan.Clock.CPU, true, List.of(others)), results);
    return printed.toString(StandardCharsets.UTF_8);
  }

  @Test
  void dividesOursByTheirs() {
    run(taking(1000), new Against(taking(2000), "row", "slower", 1.0));
    assertThat(results.sums())
        .isEqualTo(
            "core: worst 0.50 of its limit (row against slower), 1 rows, 1 of 1 within, 0 bytes/op"
                + " on the zero-byte rows");
  }

  @Test
  void divideByWhatWasReallyDone() {
    SideSpec twiceAsMuch =
        bash(
            "while read -r row n && [ \"$row\" != quit ]; do"
                + " echo \"$row $((n * 2)) $((n * 1000)) $((n * 1000)) 0\"; done");
    run(twiceAsMuch, new Against(taking(1000), "row", "other", 1.0));
    assertThat(results.sums()).contains("worst 0.50 of its limit");
  }

  @Test
  void aSideThatFailsIsSaidAndTheOthersGoOn() {
    String said =
        run(
            taking(1000),
            new Against(bash("exit 1"), "row", "dead", 1.0),
            new Against(bash("read -r _; echo nonsense"), "row", "mad", Double.NaN),
            new Against(taking(1000), "row", "fine", 1.0));
    assertThat(said)
        .contains("FAILED: row against dead: 'bash' ended")
        .contains("FAILED: row against mad: 'bash' was asked for 'row 1' and said 'nonsense'");
    assertThat(results.failures()).isEqualTo(2);
    assertThat(results.sums()).contains("(row against fine), 2 rows, 1 of 2 within");
  }

  @Test
  void aSideThatDiesInTheMiddleIsNotCounted() {
    SideSpec dying =
        bash("for _ in 1 2 3; do read -r row n; echo \"$row $n 300000000 300000000 0\"; done");
    String said =
        run(
            taking(1000),
            new Against(dying, "row", "dying", 1.0),
            new Against(taking(1000), "row", "fine", 1.0));
    assertThat(said).contains("FAILED: row against dying");
    assertThat(results.sums()).contains("2 rows, 1 of 2 within");
  }

  @Test
  void aLimitWhoseRowIsNotThereIsNotHeld() {
    SideSpec without = bash("read -r row n; echo \"$row unsupported\"; read -r _");
    String said =
        run(
            taking(1000),
            new Against(without, "row", "limited", 1.0),
            new Against(without, "row", "shown", Double.NaN));
    assertThat(said).contains("FAILED: row against limited: it has no row row");
    assertThat(results.failures()).isEqualTo(1);
    assertThat(results.sums()).contains("1 rows, 0 of 1 within");
  }

  @Test
  void forksThatDisagreeOrAreNearTheLimitAreNotTheLast() {
    assertThat(Runner.undecided(List.of(1.00, 1.08), 1.2)).isFalse();
    assertThat(Runner.undecided(List.of(1.00, 1.15), 2.0)).isTrue();
    assertThat(Runner.undecided(List.of(1.18, 1.18), 1.2)).isTrue();
    assertThat(Runner.undecided(List.of(1.22, 1.22), 1.2)).isTrue();
    assertThat(Runner.undecided(List.of(1.30, 1.31), 1.2)).isFalse();
  }

  @Test
  void withoutOurSideNothingIsHeld() {
    run(bash("exit 1"), new Against(taking(1000), "row", "other", 1.0));
    assertThat(results.failures()).isEqualTo(1);
    assertThat(results.sums()).contains("1 rows, 0 of 1 within");
  }
}
