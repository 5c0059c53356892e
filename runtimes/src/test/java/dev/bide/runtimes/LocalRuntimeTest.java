package dev.bide.runtimes;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Async;
import dev.bide.runtime.Context;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class LocalRuntimeTest {
  private final VirtualClock clock = new VirtualClock();
  private final Recorder failures = new Recorder();
  private final LocalRuntime rt =
      LocalRuntime.builder().name("test").clock(clock).onFailure(failures).build();

  @Test
  void aValueComesBackFromRun() {
    assertThat(rt.run(Async.<Integer, RuntimeException>of(3))).isEqualTo(3);
  }

  @Test
  void aFailureComesOutOfRunAsItIsAndIsNotReported() {
    IOException e = new IOException("no");
    assertThatThrownBy(() -> rt.run(Async.<Integer, IOException>failed(e))).isSameAs(e);
    assertThat(failures.reports).isEmpty();
  }

  @Test
  void sleepingTakesItsTimeAndOneSleepOfTheLoop() {
    long before = clock.nanoTime();
    rt.run(Async.sleep(Duration.ofMillis(1500)));
    assertThat(clock.nanoTime() - before).isEqualTo(1_500_000_000);
    assertThat(clock.parks).isEqualTo(1);
  }

  @Test
  void runInsideATaskIsRefused() {
    assertThatThrownBy(() ->
            rt.run(
                new Async<Integer, RuntimeException>() {
                  @Override
                  public Object poll(Context cx) {
                    return rt.run(Async.<Integer, RuntimeException>of(1));
                  }

                  @Override
                  public void cancel() {}
                }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'test'")
        .hasMessageContaining("await()");
  }

  @Test
  void aClosedRuntimeRefuses() {
    rt.close();
    rt.close();
    assertThatThrownBy(() -> rt.run(Async.<Integer, RuntimeException>of(1)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("'test' is closed");
  }
}
