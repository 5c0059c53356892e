package dev.bide.runtimes;

import static dev.bide.Async.async;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class WovenTest {
  private final VirtualClock clock = new VirtualClock();
  private final LocalRuntime rt = LocalRuntime.builder().name("test").clock(clock).build();

  static Async<Integer, RuntimeException> slow(int n) {
    return async(() -> {
      int sum = 0;
      for (int i = 0; i < n; i++) {
        Async.sleep(Duration.ofMillis(1)).await();
        sum += i;
      }
      return sum;
    });
  }

  @Test
  void runs() {
    int n = rt.run(() -> slow(10).await());
    assertThat(n).isEqualTo(45);
    assertThat(clock.parks).isEqualTo(10);
  }
}
