package dev.bide.it;

import static dev.bide.Async.all;
import static dev.bide.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.testing.TestRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** {@code all} with a function or a consumer for each item. */
class AllTest {
  private final TestRuntime runtime = TestRuntime.confined();
  private final List<String> log = new ArrayList<>();

  @Test
  void aConsumerRunsForSoManyAtATime() {
    runtime.run(() -> {
      all(
              2,
              List.of(3, 1, 1),
              (Integer i) -> {
                log.add("begins " + i);
                sleep(Duration.ofSeconds(i)).await();
                log.add("ends " + i);
              })
          .await();
      log.add("all");
    });
    assertThat(log)
        .containsExactly("begins 3", "begins 1", "ends 1", "begins 1", "ends 1", "ends 3", "all");
  }

  @Test
  void aFunctionRunsForSoManyAtATimeAndGivesTheValuesInOrder() {
    List<Integer> values =
        runtime.run(() -> {
          return all(
                  2,
                  List.of(3, 1, 2),
                  i -> {
                    sleep(Duration.ofSeconds(i)).await();
                    log.add("ends " + i);
                    return i * i;
                  })
              .await();
        });
    assertThat(values).containsExactly(9, 1, 4);
    assertThat(log).hasSize(3).startsWith("ends 1");
  }

  @Test
  void theFirstFailureOfAConsumerIsThrownAndNoFurtherItemBegins() {
    assertThatThrownBy(() ->
            runtime.run(() -> {
              all(
                      1,
                      List.of(1, 2, 3),
                      (Integer i) -> {
                        log.add("begins " + i);
                        sleep(Duration.ofSeconds(1)).await();
                        if (i == 2) {
                          throw new IOException("two");
                        }
                      })
                  .await();
            }))
        .isInstanceOf(IOException.class)
        .hasMessage("two");
    assertThat(log).containsExactly("begins 1", "begins 2");
  }
}
