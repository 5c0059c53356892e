package dev.bide.it;

import static dev.bide.Async.retry;
import static dev.bide.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Retry;
import dev.bide.TimedOutException;
import dev.bide.testing.TestRuntime;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** When and how often {@code retry} runs a block again. */
class RetryTest {
  private final TestRuntime runtime = TestRuntime.confined();
  private int tries;

  private int failingTimes(int n) throws IOException {
    if (++tries <= n) {
      throw new IOException("try " + tries);
    }
    return tries;
  }

  @Test
  void aBlockRunsUntilItSucceeds() throws IOException {
    int value = runtime.run(() -> retry(Retry.times(5), () -> failingTimes(3)).await());
    assertThat(value).isEqualTo(4);
  }

  @Test
  void theLastFailureIsThrownWhenAllTriesFailed() {
    assertThatThrownBy(
            () -> runtime.run(() -> retry(Retry.times(3), () -> failingTimes(9)).await()))
        .isInstanceOf(IOException.class)
        .hasMessage("try 3");
    assertThat(tries).isEqualTo(3);
  }

  @Test
  void whatIsNotAcceptedIsThrownAtOnce() {
    assertThatThrownBy(() ->
            runtime.run(() ->
                retry(Retry.forever().on(FileNotFoundException.class), () -> failingTimes(9))
                    .await()))
        .hasMessage("try 1");
  }

  @Test
  void waitsDoubleAsLongAsTheyAreBelowTheLimit() {
    Duration most = Duration.ofHours(1);
    Retry how = Retry.forever().exponential(Duration.ofNanos(1), most);
    assertThat(how.delayAfter(31)).isEqualTo(Duration.ofNanos(1L << 30));
    assertThat(how.delayAfter(32)).isEqualTo(Duration.ofNanos(1L << 31));
    assertThat(how.delayAfter(42)).isEqualTo(Duration.ofNanos(1L << 41));
    assertThat(how.delayAfter(43)).isEqualTo(most);
    assertThat(how.delayAfter(63)).isEqualTo(most);
    assertThat(how.delayAfter(Integer.MAX_VALUE)).isEqualTo(most);
  }

  @Test
  void aWaitThatWouldRunOverIsTheLimit() {
    Duration most = Duration.ofSeconds(Long.MAX_VALUE);
    Retry how = Retry.forever().exponential(Duration.ofSeconds(Long.MAX_VALUE / 2), most);
    assertThat(how.delayAfter(2)).isEqualTo(Duration.ofSeconds(Long.MAX_VALUE - 1));
    assertThat(how.delayAfter(3)).isEqualTo(most);
  }

  @Test
  void waitsDoubleUpToTheLimit() throws IOException {
    List<Long> seconds = new ArrayList<>();
    long begin = runtime.nanoTime();
    runtime.run(() -> {
      Retry how = Retry.forever().exponential(Duration.ofSeconds(1), Duration.ofSeconds(3));
      return retry(
              how,
              () -> {
                seconds.add((runtime.nanoTime() - begin) / 1_000_000_000);
                return failingTimes(4);
              })
          .await();
    });
    assertThat(seconds).containsExactly(0L, 1L, 3L, 6L, 9L);
  }

  @Test
  void aCancelEndsTheTriesThoughNoneOfThemWaits() {
    assertThatThrownBy(() ->
            runtime.run(() ->
                retry(Retry.forever(), () -> failingTimes(Integer.MAX_VALUE))
                    .timeout(Duration.ofSeconds(0))
                    .await()))
        .isInstanceOf(TimedOutException.class);
  }

  @Test
  void aCancelDuringATryThatFailsEndsInTheCancel() {
    assertThatThrownBy(() ->
            runtime.run(() ->
                retry(
                        Retry.forever(),
                        () -> {
                          try {
                            sleep(Duration.ofSeconds(5)).await();
                          } finally {
                            failingTimes(Integer.MAX_VALUE);
                          }
                        })
                    .timeout(Duration.ofSeconds(1))
                    .await()))
        .isInstanceOf(TimedOutException.class);
    assertThat(tries).isEqualTo(1);
  }
}
