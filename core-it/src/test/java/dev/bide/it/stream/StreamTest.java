package dev.bide.it.stream;

import static dev.bide.Async.async;
import static dev.bide.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.AsyncStream;
import dev.bide.Emitter;
import dev.bide.TimedOutException;
import dev.bide.testing.TestRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Each operator and terminal operation does what the JDK's stream of its name does. */
class StreamTest {
  private final TestRuntime runtime = TestRuntime.confined();

  @AfterEach
  void nothingFailedUnseen() {
    assertThat(runtime.failures()).isEmpty();
    assertThat(runtime.liveTasks()).isEmpty();
    assertThat(runtime.alarms()).isZero();
  }

  private <T, X extends Exception> List<T> all(AsyncStream<T, X> s) throws X {
    return runtime.run(s.toList());
  }

  private static AsyncStream<Integer, RuntimeException> numbers(int n) {
    return AsyncStream.from(IntStream.range(0, n).boxed().toList());
  }

  @Test
  void aLoopReadsAllItems() {
    List<String> seen = new ArrayList<>();
    runtime.run(() -> {
      for (String s : AsyncStream.of("a", "b", "c").await()) {
        seen.add(s);
        sleep(Duration.ofMillis(1)).await();
      }
    });
    assertThat(seen).containsExactly("a", "b", "c");
  }

  @Test
  void nextGivesNullAtTheEndAndEverAfter() {
    List<Object> seen = new ArrayList<>();
    runtime.run(() -> {
      try (var s = AsyncStream.of(1)) {
        seen.add(s.next().await());
        seen.add(s.next().await());
        seen.add(s.next().await());
      }
    });
    assertThat(seen).containsExactly(1, null, null);
  }

  @Test
  void sources() throws Exception {
    assertThat(all(AsyncStream.empty())).isEmpty();
    assertThat(all(AsyncStream.of(1, 2))).containsExactly(1, 2);
    assertThat(all(AsyncStream.from(List.of(1, 2, 3)))).containsExactly(1, 2, 3);
    assertThat(
            all(
                AsyncStream.from(
                    List.of(1, 2),
                    i -> {
                      sleep(Duration.ofSeconds(1)).await();
                      return i * 10;
                    })))
        .containsExactly(10, 20);
    assertThat(all(AsyncStream.iterate(1, i -> i * 2).limit(5))).containsExactly(1, 2, 4, 8, 16);
    assertThat(all(AsyncStream.concat(AsyncStream.of(1, 2), AsyncStream.of(3))))
        .containsExactly(1, 2, 3);
  }

  @Test
  void theKindOfAFailureIsTheBlocks() {
    assertThatThrownBy(() ->
            all(
                AsyncStream.from(
                    List.of(1, 2),
                    i -> {
                      if (i == 2) {
                        throw new IOException("no " + i);
                      }
                      return i;
                    })))
        .isInstanceOf(IOException.class)
        .hasMessage("no 2");
  }

  @Test
  void mapAndFilterTakeFunctionsThatWait() throws Exception {
    assertThat(
            all(
                numbers(6)
                    .filter(i -> {
                      sleep(Duration.ofMillis(1)).await();
                      return i % 2 == 1;
                    })
                    .map(i -> {
                      sleep(Duration.ofMillis(1)).await();
                      return "n" + i;
                    })))
        .containsExactly("n1", "n3", "n5");
  }

  @Test
  void mapAndFilterTakeFunctionsThatDoNotWait() throws Exception {
    assertThat(all(numbers(6).filter(i -> i > 3).map(i -> i + 1))).containsExactly(5, 6);
    assertThat(all(numbers(3).map(String::valueOf))).containsExactly("0", "1", "2");
  }

  @Test
  void limitSkipTakeWhileDropWhile() throws Exception {
    assertThat(all(numbers(5).limit(2))).containsExactly(0, 1);
    assertThat(all(numbers(5).limit(0))).isEmpty();
    assertThat(all(numbers(5).skip(3))).containsExactly(3, 4);
    assertThat(all(numbers(5).skip(9))).isEmpty();
    assertThat(all(numbers(5).takeWhile(i -> i < 2))).containsExactly(0, 1);
    assertThat(all(AsyncStream.of(1, 5, 1).dropWhile(i -> i < 5))).containsExactly(5, 1);
    assertThatThrownBy(() -> numbers(1).limit(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> numbers(1).skip(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void limitAsksItsSourceForNoMore() throws Exception {
    List<Integer> asked = new ArrayList<>();
    assertThat(all(numbers(5).peek(asked::add).limit(2))).containsExactly(0, 1);
    assertThat(asked).containsExactly(0, 1);
  }

  @Test
  void flatMaps() throws Exception {
    assertThat(all(numbers(4).flatMap(n -> numbers(n)))).containsExactly(0, 0, 1, 0, 1, 2);
    assertThat(all(numbers(3).flatMapIterable(n -> List.of(n, n))))
        .containsExactly(0, 0, 1, 1, 2, 2);
  }

  @Test
  void distinctSortedChunks() throws Exception {
    assertThat(all(AsyncStream.of(2, 1, 2, 3, 1).distinct())).containsExactly(2, 1, 3);
    assertThat(all(AsyncStream.of(2, 1, 3).sorted())).containsExactly(1, 2, 3);
    assertThat(all(AsyncStream.of(2, 1, 3).sorted(Comparator.reverseOrder())))
        .containsExactly(3, 2, 1);
    assertThat(all(numbers(5).chunks(2))).containsExactly(List.of(0, 1), List.of(2, 3), List.of(4));
    assertThatThrownBy(() -> numbers(1).chunks(0)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void aFailureBehindAPartOfAChunkComesAfterThatPart() {
    List<Object> seen = new ArrayList<>();
    runtime.run(() -> {
      try (var s =
          AsyncStream.generate(
                  (Emitter<Integer> out) -> {
                    out.emit(1).await();
                    throw new IOException("broken");
                  })
              .chunks(2)) {
        seen.add(s.next().await());
        try {
          s.next().await();
        } catch (IOException e) {
          seen.add(e.getMessage());
        }
        seen.add(s.next().await());
      } catch (IOException e) {
        seen.add("closing failed");
      }
    });
    assertThat(seen).containsExactly(List.of(1), "broken", null);
  }

  @Test
  void terminalOperations() throws Exception {
    List<Integer> each = new ArrayList<>();
    runtime.run(numbers(3).forEach(each::add));
    assertThat(each).containsExactly(0, 1, 2);
    assertThat(runtime.run(numbers(4).count())).isEqualTo(4);
    assertThat(runtime.run(numbers(4).collect(Collectors.summingInt(i -> i)))).isEqualTo(6);
    assertThat(runtime.run(numbers(3).toArray(Integer[]::new))).containsExactly(0, 1, 2);
    assertThat(runtime.run(numbers(3).findFirst())).contains(0);
    assertThat(runtime.run(numbers(0).findFirst())).isEmpty();
    assertThat(runtime.run(numbers(5).reduce(0, (a, b) -> a + b))).isEqualTo(10);
    assertThat(runtime.run(numbers(5).reduce((a, b) -> a + b))).contains(10);
    assertThat(runtime.run(numbers(0).reduce((a, b) -> a + b))).isEmpty();
    assertThat(runtime.run(numbers(5).anyMatch(i -> i == 3))).isTrue();
    assertThat(runtime.run(numbers(5).anyMatch(i -> i == 7))).isFalse();
    assertThat(runtime.run(numbers(5).allMatch(i -> i < 5))).isTrue();
    assertThat(runtime.run(numbers(5).allMatch(i -> i < 4))).isFalse();
    assertThat(runtime.run(numbers(5).noneMatch(i -> i > 9))).isTrue();
    assertThat(runtime.run(numbers(5).noneMatch(i -> i == 0))).isFalse();
    assertThat(
            runtime.run(
                AsyncStream.of("bb", "a", "c").min(Comparator.comparingInt(String::length))))
        .isEqualTo(Optional.of("a"));
    assertThat(
            runtime.run(
                AsyncStream.of("a", "bb", "cc").max(Comparator.comparingInt(String::length))))
        .isEqualTo(Optional.of("cc"));
    assertThat(runtime.run(AsyncStream.<Integer>empty().min(Comparator.naturalOrder()))).isEmpty();
  }

  @Test
  void aMatchReadsNoFurtherThanItHasTo() {
    List<Integer> asked = new ArrayList<>();
    assertThat(runtime.run(numbers(9).peek(asked::add).anyMatch(i -> i == 2))).isTrue();
    assertThat(asked).containsExactly(0, 1, 2);
  }

  @Test
  void intervalCountsTimes() {
    List<Long> at = new ArrayList<>();
    runtime.run(() -> {
      int n = 0;
      for (long tick : AsyncStream.interval(Duration.ofMillis(10)).await()) {
        at.add(tick);
        at.add(runtime.nanoTime() / 1_000_000);
        if (++n == 2) {
          sleep(Duration.ofMillis(35)).await(); // 55: the ticks of 30, 40 and 50 have passed
        }
        if (n == 4) {
          break;
        }
      }
    });
    assertThat(at).containsExactly(0L, 10L, 1L, 20L, 4L, 55L, 5L, 60L);
    assertThatThrownBy(() -> AsyncStream.interval(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void throttleHandsOnNoFasterThanTold() {
    List<Long> at = new ArrayList<>();
    runtime.run(() -> {
      for (int i : numbers(4).throttle(Duration.ofMillis(10)).await()) {
        at.add(runtime.nanoTime() / 1_000_000);
        if (i == 1) {
          sleep(Duration.ofMillis(25)).await();
        }
      }
    });
    assertThat(at).containsExactly(0L, 10L, 35L, 45L);
  }

  @Test
  void timeoutIsForEachItem() {
    List<Object> seen = new ArrayList<>();
    runtime.run(() -> {
      var slow =
          AsyncStream.from(
              List.of(1, 2, 30),
              i -> {
                sleep(Duration.ofMillis(i)).await();
                return i;
              });
      try {
        for (int i : slow.timeout(Duration.ofMillis(5)).await()) {
          seen.add(i);
        }
      } catch (TimedOutException e) {
        seen.add(e.getMessage());
      }
    });
    assertThat(seen).containsExactly(1, 2, "no item within PT0.005S");
    assertThat(runtime.nanoTime()).isEqualTo(8_000_000);
  }

  @Test
  @SuppressWarnings("NullAway") // what it tests
  void nullsAreRefusedAndTheMessageSaysWhereTheyCameFrom() {
    assertThatThrownBy(() -> all(AsyncStream.from(Arrays.asList(1, null))))
        .isInstanceOf(NullPointerException.class)
        .hasMessage("a stream carries no nulls, and the collection it is made from gave null");
    assertThatThrownBy(() -> all(numbers(1).map(i -> null)))
        .isInstanceOf(NullPointerException.class)
        .hasMessageContaining("the function of map");
    assertThatThrownBy(() -> all(numbers(1).mapConcurrent(2, i -> null)))
        .hasMessageContaining("the function of mapConcurrent");
    assertThatThrownBy(
            () -> all(AsyncStream.generate((Emitter<String> out) -> out.emit(null).await())))
        .hasMessageContaining("the generator");
  }

  @Test
  void aStreamIsUsedOnce() {
    var s = numbers(3);
    assertThat(s.map(i -> i)).isNotNull();
    assertThatThrownBy(() -> s.filter(i -> true))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a stream is used once");
    assertThatThrownBy(() -> runtime.run(s.next())).isInstanceOf(IllegalStateException.class);
    var t = numbers(3);
    runtime.run(() -> {
      for (int i : t.await()) {
        assertThat(i).isZero();
        break;
      }
    });
    assertThatThrownBy(() -> runtime.run(t.next()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void aSecondNextWhileOneIsPendingIsRefused() {
    var s = AsyncStream.interval(Duration.ofMillis(1));
    assertThatThrownBy(() ->
            runtime.run(() -> {
              try (s) {
                dev.bide.Async.join(s.next(), s.next()).await();
              }
            }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("another next()");
  }

  @Test
  void aStreamBelongsToTheTaskThatFirstPolledIt() {
    var s = numbers(3);
    runtime.run(s.next());
    assertThatThrownBy(() -> runtime.run(s.next()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("belongs to the task");
  }

  @Test
  void aLongRunOfReadyItemsGivesWayToOthers() {
    List<String> order = new ArrayList<>();
    runtime.spawn(() -> {
      numbers(1000).filter(i -> false).count().await();
      order.add("counted");
    });
    runtime.spawn(() -> {
      order.add("other");
    });
    runtime.runUntilIdle();
    assertThat(order).containsExactly("other", "counted");
  }

  @Test
  void aTerminalOperationOverReadyItemsSeesACancel() {
    var task = runtime.spawn(() -> AsyncStream.iterate(1, i -> i).count().await());
    runtime.runOneTurn();
    task.cancel();
    runtime.runUntilIdle();
    assertThat(task.isEnded()).isTrue();
  }

  @Test
  void aStreamMayBeDeep() throws Exception {
    AsyncStream<Integer, RuntimeException> s = numbers(3);
    for (int i = 0; i < 100; i++) {
      s = s.map(n -> async(() -> n + 1).await());
    }
    assertThat(all(s)).containsExactly(100, 101, 102);
  }
}
