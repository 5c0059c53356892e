package dev.bide.it.leaf;

import static dev.bide.Async.async;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Async;
import dev.bide.AsyncBiFunction;
import dev.bide.AsyncConsumer;
import dev.bide.AsyncFunction;
import dev.bide.AsyncPredicate;
import dev.bide.AsyncStream;
import dev.bide.AsyncSupplier;
import dev.bide.Emitter;
import dev.bide.Task;
import dev.bide.testing.TestRuntime;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/**
 * A block that runs many times, one run after the other, runs in the frame of the one before: then
 * it has its leaf, of which there is one.
 */
class RunAgainTest {
  private final TestRuntime runtime = TestRuntime.confined("first");
  private final List<Object> log = new ArrayList<>();
  private final Bell bell = new Bell();

  @AfterEach
  void nothingFailedUnseen() {
    assertThat(runtime.failures()).isEmpty();
    assertThat(runtime.liveTasks()).isEmpty();
  }

  private void ringsUntilEnded(Task<?, ?> t) {
    runtime.runUntilIdle();
    for (int i = 0; i < 50 && bell.isWaitedFor(); i++) {
      bell.ring();
      runtime.runUntilIdle();
    }
    assertThat(t.isEnded()).isTrue();
  }

  private void reads(
      Function<AsyncStream<Integer, IOException>, AsyncStream<?, IOException>> through,
      Object... expected) {
    Task<Integer, IOException> t =
        runtime.spawn(() -> {
          for (Object o : through.apply(numbers(4)).await()) {
            log.add(o);
          }
          return 1;
        });
    ringsUntilEnded(t);
    assertThat(log).containsExactly(expected);
    assertThat(bell.made).isEqualTo(1);
  }

  private static AsyncStream<Integer, IOException> numbers(int n) {
    return AsyncStream.<Integer>from(java.util.stream.IntStream.range(0, n).boxed().toList())
        .throwing(IOException.class);
  }

  @Test
  void ofMap() {
    reads(s -> s.map(n -> bell.heard("n" + n).await()), "n0", "n1", "n2", "n3");
  }

  @Test
  void ofMapThroughACall() {
    reads(s -> s.map(n -> heard(n).await()), 0, 1, 2, 3);
  }

  private Async<Integer, IOException> heard(int n) {
    return async(() -> Integer.parseInt(bell.heard("" + n).await()));
  }

  @Test
  void ofFilter() {
    reads(s -> s.filter(n -> heard(n).await() != 2), 0, 1, 3);
  }

  @Test
  void ofPeek() {
    reads(s -> s.peek(n -> bell.heard("" + n).await()), 0, 1, 2, 3);
  }

  @Test
  void ofFlatMap() {
    reads(s -> s.flatMap(n -> numbers(heard(n).await())), 0, 0, 1, 0, 1, 2);
  }

  @Test
  void ofIterate() {
    reads(s -> AsyncStream.iterate(5, (Integer n) -> heard(n).await() + 1).limit(3), 5, 6, 7);
  }

  @Test
  void ofForEachAndReduce() throws IOException {
    Task<Integer, IOException> t =
        runtime.spawn(() -> {
          numbers(4).forEach(n -> log.add(bell.heard("n" + n).await())).await();
          return numbers(4).reduce(0, (a, b) -> heard(a + b).await()).await();
        });
    ringsUntilEnded(t);
    assertThat(t.resultNow()).isEqualTo(6);
    assertThat(log).containsExactly("n0", "n1", "n2", "n3");
    assertThat(bell.made).isEqualTo(2);
  }

  @Test
  void ofFunctionsThatAreValues() throws IOException {
    AsyncSupplier<Integer, IOException> s = () -> heard(1).await();
    AsyncFunction<Integer, Integer, IOException> f = n -> heard(n).await();
    AsyncBiFunction<Integer, Integer, Integer, IOException> g = (n, m) -> heard(n * m).await();
    AsyncConsumer<Integer, IOException> c = n -> log.add(heard(n).await());
    AsyncPredicate<Integer, IOException> p = n -> heard(n).await() > 1;
    Task<Integer, IOException> t =
        runtime.spawn(() -> {
          int sum = 0;
          for (int i = 0; i < 4; i++) {
            c.accept(i).await();
            sum += s.await() + f.apply(i).await() + g.apply(i, 10).await();
            sum += p.test(i).await() ? 1000 : 0;
          }
          return sum;
        });
    ringsUntilEnded(t);
    assertThat(t.resultNow()).isEqualTo(4 + 6 + 60 + 2000);
    assertThat(log).containsExactly(0, 1, 2, 3);
    assertThat(bell.made).as("one for each").isEqualTo(5);
  }

  @Test
  void aRunThatFailsIsNotUsedAgain() throws IOException {
    AsyncFunction<Integer, String, IOException> f =
        n -> {
          String s = bell.heard("n" + n).await();
          if (n == 1) {
            throw new IOException("one");
          }
          return s;
        };
    Task<Integer, IOException> t =
        runtime.spawn(() -> {
          for (int i = 0; i < 4; i++) {
            try {
              log.add(f.apply(i).await());
            } catch (IOException e) {
              log.add(e.getMessage());
            }
          }
          return 1;
        });
    ringsUntilEnded(t);
    assertThat(log).containsExactly("n0", "one", "n2", "n3");
    assertThat(bell.made).isEqualTo(2);
  }

  @Test
  void aRunOfAStreamsFunctionThatFailsEndsTheStream() {
    Task<Integer, IOException> t =
        runtime.spawn(() -> {
          try (var s =
              numbers(4)
                  .map(n -> {
                    bell.heard("n").await();
                    if (n == 1) {
                      throw new IOException("one");
                    }
                    return n;
                  })) {
            log.add(s.next().await());
            try {
              log.add(s.next().await());
            } catch (IOException e) {
              log.add(e.getMessage());
            }
            log.add(String.valueOf(s.next().await()));
          }
          return 1;
        });
    ringsUntilEnded(t);
    assertThat(log).containsExactly(0, "one", "null");
  }

  @Test
  void aRunThatGoesOnWithoutItsReaderIsTheTasks() {
    Task<Integer, IOException> t =
        runtime.spawn(() -> {
          try (var s = numbers(5).map(n -> "n" + bell.heard("" + n).await())) {
            log.add(s.next().await());
            var other = Async.race(s.next(), async(() -> "other").throwing(IOException.class));
            log.add(other.await());
            for (int i = 0; i < 3; i++) {
              log.add(s.next().await());
            }
          }
          return 1;
        });
    ringsUntilEnded(t);
    assertThat(log).containsExactly("n0", "other", "n1", "n2", "n3");
  }

  @Test
  void aStreamReadAtSeveralDepthsRunsItsFunctionInOneFrame() {
    Task<Integer, IOException> t =
        runtime.spawn(() -> {
          try (var s = numbers(6).map(n -> heard(n).await())) {
            log.add(s.next().await());
            log.add(deeper(3, s).await());
            log.add(deeper(1, s).await());
            log.add(s.next().await());
            log.add(deeper(5, s).await());
          }
          return 1;
        });
    ringsUntilEnded(t);
    assertThat(log).containsExactly(0, 1, 2, 3, 4);
    assertThat(bell.made).isEqualTo(1);
  }

  private Async<Integer, IOException> deeper(int n, AsyncStream<Integer, IOException> s) {
    return async(() -> n == 0 ? s.next().await() : deeper(n - 1, s).await());
  }

  @Test
  void aRunInsideARunHasAFrameOfItsOwn() {
    reads(
        s ->
            s.map(n -> {
              int sum = 0;
              for (int m : numbers(n).map(x -> x * 10).await()) {
                sum += m;
              }
              return sum + heard(n).await();
            }),
        0,
        1,
        12,
        33);
  }

  @Test
  void anExceptionHasTheLinesOfTheRunAndItsReader() {
    Task<Integer, IOException> t =
        runtime.spawn(() -> {
          try {
            numbers(3)
                .forEach(n -> {
                  bell.heard("n").await();
                  if (n == 2) {
                    throw new IOException("two");
                  }
                })
                .await();
          } catch (IOException e) {
            for (StackTraceElement line : e.getStackTrace()) {
              if (line.getClassName().equals(RunAgainTest.class.getName())) {
                log.add(line.getMethodName().replaceAll("\\$\\d+.*", ""));
              }
            }
          }
          return 1;
        });
    ringsUntilEnded(t);
    String block = "lambda$anExceptionHasTheLinesOfTheRunAndItsReader";
    assertThat(log).startsWith(block, block);
  }

  @Test
  void whatAFunctionIsGivenIsLetGoOf() {
    AsyncFunction<Object, Integer, RuntimeException> f =
        o -> {
          Task.yield().await();
          return o.hashCode();
        };
    List<WeakReference<Object>> given = new ArrayList<>();
    runtime.run(() -> {
      AsyncStream<Object, RuntimeException> objects =
          AsyncStream.iterate(0, n -> n + 1)
              .map(n -> {
                Object o = new Object();
                given.add(new WeakReference<>(o));
                return o;
              });
      try (var s = objects.map(f)) {
        for (int i = 0; i < 3; i++) {
          s.next().await();
        }
        assertAllCollected(given);
        given.clear();
        for (int i = 0; i < 3; i++) {
          Object o = new Object();
          given.add(new WeakReference<>(o));
          f.apply(o).await();
          o = null;
        }
        assertAllCollected(given);
      }
    });
  }

  @Test
  void whatARunThatFailsWasGivenIsLetGoOf() {
    AsyncFunction<Object, Integer, RuntimeException> f =
        o -> {
          Task.yield().await();
          throw new IllegalStateException("of " + o.getClass());
        };
    List<WeakReference<Object>> given = new ArrayList<>();
    runtime.run(() -> {
      for (int i = 0; i < 2; i++) {
        try {
          f.apply(newIn(given)).await();
        } catch (IllegalStateException e) {
          log.add("function");
        }
        Task.yield().await();
        assertAllCollected(given);
        try {
          fails(newIn(given)).await();
        } catch (IllegalStateException e) {
          log.add("method");
        }
        Task.yield().await();
        assertAllCollected(given);
      }
      try (var s = AsyncStream.iterate(0, n -> n + 1).map(n -> newIn(given)).map(f)) {
        try {
          s.next().await();
        } catch (IllegalStateException e) {
          log.add("stream");
        }
        Task.yield().await();
        assertAllCollected(given);
      }
    });
    assertThat(log).containsExactly("function", "method", "function", "method", "stream");
  }

  private static Async<Integer, RuntimeException> fails(Object o) {
    return async(() -> {
      Task.yield().await();
      throw new IllegalStateException("of " + o.getClass());
    });
  }

  private static Object newIn(List<WeakReference<Object>> given) {
    Object o = new Object();
    given.add(new WeakReference<>(o));
    return o;
  }

  private static void assertAllCollected(List<WeakReference<Object>> all) {
    for (int i = 0; i < 50 && all.stream().anyMatch(w -> w.get() != null); i++) {
      System.gc();
    }
    assertThat(all).allMatch(w -> w.get() == null);
  }

  @Test
  void aComputationThatWasMadeByHandStillRunsOnce() {
    AsyncFunction<Integer, Integer, RuntimeException> f =
        n -> {
          Task.yield().await();
          return n;
        };
    assertThatThrownBy(() ->
            runtime.run(() -> {
              Async<Integer, RuntimeException> once = f.apply(3);
              log.add(once.await());
              log.add(once.await());
            }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("already has an owner");
    assertThat(log).containsExactly(3);
  }

  @Test
  void aGeneratorsItemsAreHandedOverByOneEmit() {
    List<Object> emits = new ArrayList<>();
    AsyncStream<Integer, RuntimeException> s =
        AsyncStream.generate((Emitter<Integer> out) -> {
          for (int i = 0; i < 600; i++) { // more than a turn's budget
            out.emit(i).await();
          }
          emits.add("ended");
        });
    Task<Integer, RuntimeException> t =
        runtime.spawn(() -> {
          int n = 0;
          for (int i : s.await()) {
            assertThat(i).isEqualTo(n);
            n++;
          }
          return n;
        });
    runtime.runUntilIdle();
    assertThat(t.resultNow()).isEqualTo(600);
    assertThat(emits).containsExactly("ended");
  }
}
