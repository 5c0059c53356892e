package dev.bide.it;

import static dev.bide.Async.async;
import static dev.bide.Async.join;
import static dev.bide.Async.race;
import static dev.bide.Async.scope;
import static dev.bide.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.AsyncCloseable;
import dev.bide.AsyncStream;
import dev.bide.AsyncSupplier;
import dev.bide.Emitter;
import dev.bide.Scope;
import dev.bide.Task;
import dev.bide.testing.TestRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/**
 * Rules 20 and 24: a closing that fails while a cancel unwinds hangs on the {@code Cancelled},
 * which nobody looks into. It is reported, once.
 */
@SuppressWarnings("try") // its resources are not used, and their closing throws anything
class CancelledCleanUpTest {
  private final TestRuntime runtime = TestRuntime.confined();

  /** What cannot be closed. */
  private record Stuck(String name) implements AsyncCloseable<IOException> {
    @Override
    public Async<Void, IOException> closeAsync() {
      return async(() -> {
        sleep(Duration.ofMillis(1)).await();
        throw new IOException(name);
      });
    }
  }

  private static Async<Integer, IOException> using(String name) {
    return async(() -> {
      try (var stuck = new Stuck(name)) {
        sleep(Duration.ofHours(1)).await();
      }
      return 1;
    });
  }

  /** What is reported when the block is cancelled where it waits. */
  private List<String> reportedOf(AsyncSupplier<Integer, ? extends Exception> block) {
    Task<Integer, ? extends Exception> task = runtime.spawn(block);
    runtime.advance(Duration.ofSeconds(1));
    task.cancel();
    runtime.advance(Duration.ofSeconds(1));
    assertThat(task.isEnded()).isTrue();
    return reported();
  }

  private List<String> reported() {
    return runtime.takeFailures().stream()
        .map(f -> f.what() + ": " + f.failure().getMessage())
        .toList();
  }

  private static String cleanUpOf(String name) {
    return "the clean-up of what was cancelled failed: " + name;
  }

  @Test
  void ofATask() {
    assertThat(reportedOf(() -> using("a").await())).containsExactly(cleanUpOf("a"));
  }

  @Test
  void ofSeveralResources() {
    assertThat(
            reportedOf(() -> {
              try (var a = new Stuck("a");
                  var b = new Stuck("b")) {
                return using("c").await();
              }
            }))
        .containsExactly(cleanUpOf("c"), cleanUpOf("b"), cleanUpOf("a"));
  }

  @Test
  void ofChildren() {
    assertThat(reportedOf(() -> join(using("a"), using("b")).await().first()))
        .containsExactly(cleanUpOf("a"), cleanUpOf("b"));
  }

  @Test
  void ofAScope() {
    assertThat(
            reportedOf(() ->
                scope(
                        (Scope s) -> {
                          s.spawn(() -> using("a").await());
                          s.start(() -> using("b").await());
                          return using("c").await();
                        })
                    .await()))
        .containsExactlyInAnyOrder(cleanUpOf("a"), cleanUpOf("b"), cleanUpOf("c"));
  }

  @Test
  void ofALoser() throws IOException {
    assertThat(runtime.run(() -> race(using("a"), async(() -> 2)).await()).intValue()).isEqualTo(2);
    assertThat(reported()).containsExactly(cleanUpOf("a"));
  }

  @Test
  void ofWhatWasShared() {
    assertThat(reportedOf(() -> using("a").shared().await())).containsExactly(cleanUpOf("a"));
  }

  @Test
  void ofAStreamsFunction() {
    assertThat(
            reportedOf(() -> {
              for (int i :
                  AsyncStream.of(1)
                      .throwing(IOException.class)
                      .map(i -> using("a").await())
                      .await()) {
                return i;
              }
              return 0;
            }))
        .containsExactly(cleanUpOf("a"));
  }

  @Test
  void ofAStreamsFunctionsAtOnce() {
    assertThat(
            reportedOf(() ->
                AsyncStream.of(1, 2)
                    .throwing(IOException.class)
                    .mapConcurrent(2, i -> using("a" + i).await())
                    .toList()
                    .await()
                    .size()))
        .containsExactly(cleanUpOf("a1"), cleanUpOf("a2"));
  }

  @Test
  void ofALoop() {
    assertThat(
            reportedOf(() -> {
              for (var _ :
                  AsyncStream.generate(
                          (Emitter<Integer> out) -> {
                            try {
                              out.emit(1).await();
                            } finally {
                              throwsOne();
                            }
                          })
                      .await()) {
                sleep(Duration.ofHours(1)).await();
              }
              return 1;
            }))
        .containsExactly(cleanUpOf("a"));
  }

  private static void throwsOne() throws IOException {
    throw new IOException("a");
  }
}
