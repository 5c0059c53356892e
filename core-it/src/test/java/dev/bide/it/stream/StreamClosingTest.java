package dev.bide.it.stream;

import static dev.bide.Async.async;
import static dev.bide.Async.join;
import static dev.bide.Async.scope;
import static dev.bide.Async.shielded;
import static dev.bide.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Async;
import dev.bide.AsyncCloseable;
import dev.bide.AsyncFunction;
import dev.bide.AsyncStream;
import dev.bide.Emitter;
import dev.bide.Scope;
import dev.bide.Task;
import dev.bide.TimedOutException;
import dev.bide.runtime.LiveTasks;
import dev.bide.sync.AsyncChannel;
import dev.bide.testing.TestRuntime;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Whoever closes a stream closes its sources and waits for that, on every way out. */
class StreamClosingTest {
  private TestRuntime runtime = TestRuntime.confined();
  private final Log log = new Log();
  private int open;
  private int running;

  @AfterEach
  void nothingIsLeft() {
    assertThat(runtime.failures()).isEmpty();
    assertThat(runtime.liveTasks()).isEmpty();
    assertThat(runtime.alarms()).isZero();
    assertThat(open).isZero();
    assertThat(running).isZero();
  }

  /** Items that take a while, and a closing that does. */
  private AsyncStream<Integer, IOException> source(int n) {
    return AsyncStream.generate((Emitter<Integer> out) -> {
      open++;
      try {
        for (int i = 0; i < n; i++) {
          sleep(Duration.ofMillis(1)).await();
          out.emit(i).await();
        }
      } finally {
        try {
          sleep(Duration.ofMillis(1)).await();
        } finally { // a cancel reaches a finally that it did not begin
          open--;
        }
      }
    });
  }

  /** A function that takes a while, and must not be left alone. */
  private Async<Integer, IOException> slow(int i) {
    return async(() -> {
      running++;
      try {
        sleep(Duration.ofMillis(2)).await();
        return i;
      } finally {
        try {
          sleep(Duration.ofMillis(1)).await();
        } finally {
          running--;
        }
      }
    });
  }

  private record Pipeline(
      String name, Function<StreamClosingTest, AsyncStream<?, IOException>> make) {}

  private static List<Pipeline> pipelines() {
    List<Pipeline> all = new ArrayList<>();
    all.add(new Pipeline("source", t -> t.source(3)));
    all.add(new Pipeline("map", t -> t.source(3).map(i -> t.slow(i).await())));
    all.add(new Pipeline("filter", t -> t.source(4).filter(i -> t.slow(i).await() % 2 == 1)));
    all.add(new Pipeline("peek", t -> t.source(3).peek(i -> t.slow(i).await())));
    all.add(new Pipeline("limit", t -> t.source(9).limit(2)));
    all.add(new Pipeline("skip", t -> t.source(4).skip(2)));
    all.add(new Pipeline("takeWhile", t -> t.source(9).takeWhile(i -> t.slow(i).await() < 2)));
    all.add(new Pipeline("dropWhile", t -> t.source(4).dropWhile(i -> t.slow(i).await() < 2)));
    all.add(new Pipeline("flatMap", t -> t.source(3).flatMap(i -> t.source(t.slow(i).await()))));
    all.add(new Pipeline("flatMapIterable", t -> t.source(3).flatMapIterable(i -> List.of(i, i))));
    all.add(new Pipeline("distinct", t -> t.source(3).distinct()));
    all.add(new Pipeline("sorted", t -> t.source(3).sorted(Comparator.reverseOrder())));
    all.add(new Pipeline("chunks", t -> t.source(5).chunks(2)));
    all.add(new Pipeline("throttle", t -> t.source(3).throttle(Duration.ofMillis(3))));
    all.add(new Pipeline("timeout", t -> t.source(3).timeout(Duration.ofMillis(3))));
    all.add(new Pipeline("concat", t -> AsyncStream.concat(t.source(2), t.source(2))));
    all.add(new Pipeline("merge", t -> AsyncStream.merge(t.source(2), t.source(3))));
    all.add(
        new Pipeline("mapConcurrent", t -> t.source(5).mapConcurrent(2, i -> t.slow(i).await())));
    all.add(
        new Pipeline(
            "all together",
            t ->
                AsyncStream.merge(
                        t.source(3).mapConcurrent(2, i -> t.slow(i).await()),
                        t.source(2).flatMap(i -> t.source(2).map(j -> t.slow(j).await())))
                    .filter(i -> t.slow(i).await() >= 0)
                    .chunks(2)
                    .timeout(Duration.ofMillis(50))));
    return all;
  }

  @Test
  void cancellingTheLoopAtAnyTimeClosesEverything() {
    for (Pipeline p : pipelines()) {
      everyMillisecond(
          p,
          s ->
              async(() -> {
                for (var item : s.await()) {
                  sleep(Duration.ofMillis(1)).await();
                  assertThat(item).isNotNull();
                }
              }));
    }
  }

  @Test
  void cancellingATerminalOperationAtAnyTimeClosesEverything() {
    for (Pipeline p : pipelines()) {
      everyMillisecond(p, s -> s.forEach(i -> sleep(Duration.ofMillis(1)).await()));
      everyMillisecond(p, AsyncStream::count);
      everyMillisecond(p, s -> s.forEachConcurrent(2, i -> slow(1).await()));
    }
  }

  private void everyMillisecond(
      Pipeline p, Function<AsyncStream<?, IOException>, Async<?, IOException>> read) {
    for (int at = 0; ; at++) {
      runtime = TestRuntime.confined();
      Task<?, IOException> task =
          runtime.spawn(async(() -> read.apply(p.make().apply(this)).await()));
      runtime.advance(Duration.ofMillis(at));
      boolean ended = task.isEnded();
      task.cancel();
      runtime.advance(Duration.ofMillis(200));
      assertThat(task.isEnded()).as("%s, cancelled after %d ms", p.name(), at).isTrue();
      assertThat(open).as("open sources of %s after %d ms", p.name(), at).isZero();
      assertThat(running).as("functions of %s after %d ms", p.name(), at).isZero();
      assertThat(runtime.failures()).as("%s, cancelled after %d ms", p.name(), at).isEmpty();
      assertThat(runtime.alarms()).isZero();
      if (ended) {
        return;
      }
    }
  }

  @Test
  void withdrawingRequestsAtAnyTimeLosesNoItem() throws Exception {
    for (Pipeline p : pipelines()) {
      runtime = TestRuntime.confined();
      List<Object> plain = new ArrayList<>();
      runtime.run(p.make().apply(this).forEach(plain::add));
      if (p.name().equals("all together") || p.name().equals("merge")) {
        continue; // their order is that in which items come
      }
      for (int patience = 1; patience < 8; patience++) {
        int most = patience;
        runtime = TestRuntime.confined();
        List<Object> got = new ArrayList<>();
        runtime.run(() -> {
          try (var s = p.make().apply(this)) {
            for (int asked = 0; asked < 200; asked++) {
              try {
                Object item = s.next().timeout(Duration.ofMillis(most)).await();
                if (item == null) {
                  break;
                }
                got.add(item);
              } catch (TimedOutException e) {
                if (e.getMessage().startsWith("no item")) {
                  throw e;
                }
              }
            }
          }
        });
        assertThat(got).as("%s, asked for %d ms each", p.name(), most).isEqualTo(plain);
        assertThat(open).isZero();
        assertThat(running).isZero();
      }
    }
  }

  private static final class Source<T> implements AsyncStream<T, IOException> {
    private final String name;
    private final Log log;
    private final AsyncStream<T, IOException> items;
    private final @Nullable IOException failure;

    Source(String name, Log log, AsyncStream<T, IOException> items, @Nullable IOException failure) {
      this.name = name;
      this.log = log;
      this.items = items;
      this.failure = failure;
    }

    @Override
    public Async<@Nullable T, IOException> next() {
      return items.next();
    }

    @Override
    public Async<@Nullable Void, IOException> closeAsync() {
      return async(() -> {
        log.add("closing " + name);
        sleep(Duration.ofMillis(1)).await();
        log.add("closed " + name);
        if (failure != null) {
          throw failure;
        }
      });
    }
  }

  private Source<Integer> named(String name, @Nullable IOException failure) {
    return new Source<>(name, log, AsyncStream.of(1, 2).throwing(IOException.class), failure);
  }

  @Test
  void sourcesAreClosedOneAfterTheOtherAndTheirFailuresKept() {
    IOException a = new IOException("a");
    IOException b = new IOException("b");
    assertThatThrownBy(() ->
            runtime.run(() -> {
              var s = AsyncStream.merge(named("a", a), named("b", b)).map(i -> i);
              for (int i : s.await()) {
                log.add("got " + i);
                break;
              }
            }))
        .isSameAs(a)
        .satisfies(t -> assertThat(t.getSuppressed()).containsExactly(b));
    assertThat(log.take())
        .containsExactly("got 1", "closing a", "closed a", "closing b", "closed b");
  }

  @Test
  void aFailingClosingIsSuppressedByWhatEndedTheLoop() {
    IOException a = new IOException("a");
    assertThatThrownBy(() ->
            runtime.run(
                named("a", a)
                    .map(i -> {
                      throw new IOException("map");
                    })
                    .count()))
        .hasMessage("map")
        .satisfies(t -> assertThat(t.getSuppressed()).containsExactly(a));
    log.take();
  }

  @Test
  void concatClosesEachBeforeTheNextOneAndTheUnreadOnesAtTheEnd() throws Exception {
    runtime.run(
        AsyncStream.concat(named("a", null), named("b", null)).forEach(i -> log.add("got " + i)));
    assertThat(log.take())
        .containsExactly(
            "got 1", "got 2", "closing a", "closed a", "got 1", "got 2", "closing b", "closed b");
    runtime.run(
        AsyncStream.concat(named("a", null), named("b", null))
            .limit(1)
            .forEach(i -> log.add("got " + i)));
    assertThat(log.take())
        .containsExactly("got 1", "closing a", "closed a", "closing b", "closed b");
  }

  @Test
  void closingTwiceDoesNothing() throws Exception {
    runtime.run(() -> {
      var s = named("a", null).map(i -> i);
      s.next().await();
      s.closeAsync().await();
      s.closeAsync().await();
    });
    assertThat(log.take()).containsExactly("closing a", "closed a");
  }

  @Test
  void twoWhoCloseItAtOnceBothWait() throws Exception {
    runtime.run(() -> {
      var s = named("a", null).map(i -> i);
      s.next().await();
      Async.join(s.closeAsync(), s.closeAsync()).await();
      log.add("both");
    });
    assertThat(log.take()).containsExactly("closing a", "closed a", "both");
  }

  @Test
  void closingASourceInPlaceOfItsOwnerIsNoMistake() throws Exception {
    runtime.run(() -> {
      try (var lines = named("a", null).map(i -> i)) {
        lines.filter(i -> i > 1).forEach(i -> log.add("got " + i)).await();
      }
      log.add("after");
    });
    assertThat(log.take()).containsExactly("got 2", "closing a", "closed a", "after");
  }

  /** Closes, from inside itself, the stream that the test has made of it. */
  private Async<Integer, RuntimeException> closesItself(int i, boolean later) {
    return async(() -> {
      if (later) {
        sleep(Duration.ofMillis(1)).await();
      }
      Objects.requireNonNull(itself).closeAsync().await();
      return i;
    });
  }

  private @Nullable AsyncStream<Integer, RuntimeException> itself;

  /** Each stage that runs something of its user's, made of something that closes the stream. */
  private List<AsyncStream<Integer, RuntimeException>> thatCloseThemselves(boolean later) {
    return List.of(
        AsyncStream.generate((Emitter<Integer> out) -> closesItself(1, later).await()),
        AsyncStream.generate((Emitter<Integer> out) -> closesItself(1, later).await()).skip(1),
        AsyncStream.of(1, 2).map(i -> closesItself(i, later).await()),
        AsyncStream.of(1, 2).filter(i -> closesItself(i, later).await() > 0).limit(1),
        AsyncStream.of(1, 2).mapConcurrent(2, i -> closesItself(i, later).await()),
        AsyncStream.of(1, 2).map(i -> closesItself(i, later).await()).mapConcurrent(2, i -> i),
        AsyncStream.of(1, 2).flatMap(i -> AsyncStream.of(closesItself(i, later).await())),
        AsyncStream.of(1, 2)
            .flatMap(i -> AsyncStream.of(i).map(j -> closesItself(j, later).await())),
        AsyncStream.iterate(1, i -> closesItself(i, later).await()),
        AsyncStream.merge(
            AsyncStream.of(1), AsyncStream.of(2).map(i -> closesItself(i, later).await())));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closingItFromInsideItselfIsRefused(boolean later) {
    for (var s : thatCloseThemselves(later)) {
      itself = s;
      assertThatThrownBy(() -> runtime.run(() -> s.toList().await()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("from inside itself");
    }
    for (var s : thatCloseThemselves(later)) {
      itself = s;
      assertThatThrownBy(() ->
              runtime.run(() -> {
                while (s.next().await() != null) {}
              }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("from inside itself");
    }
    runtime.takeFailures(); // of items that were not asked for any more
  }

  @Test
  void closingItFromInsideItselfIsRefusedWhereNobodyAsks() {
    for (var s : thatCloseThemselves(true)) {
      itself = s;
      assertThatThrownBy(() ->
              runtime.run(() -> {
                try {
                  s.next().timeout(Duration.ofNanos(10)).await();
                } catch (TimedOutException e) {
                  sleep(Duration.ofMillis(5)).await();
                }
                while (s.next().await() != null) {}
              }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("from inside itself");
    }
    runtime.takeFailures(); // of items that were not asked for any more
  }

  @Test
  void whoReadsItIsToldWhenSomebodyElseClosesIt() {
    AsyncChannel<Integer> never = AsyncChannel.bounded(1);
    for (var s :
        List.of(
            never.stream(),
            never.stream().filter(i -> true),
            AsyncStream.generate((Emitter<Integer> out) -> {
              sleep(Duration.ofHours(1)).await();
            }),
            AsyncStream.of(1)
                .mapConcurrent(
                    2,
                    i -> {
                      sleep(Duration.ofHours(1)).await();
                      return i;
                    }))) {
      assertThatThrownBy(() ->
              runtime.run(() ->
                  scope(
                          (Scope scope) -> {
                            var all = scope.start(() -> s.map(i -> i).toList().await());
                            sleep(Duration.ofMillis(5)).await();
                            s.closeAsync().await();
                            return all.await();
                          })
                      .await()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("this stream was closed");
    }
    assertThat(runtime.nanoTime()).isLessThan(Duration.ofMinutes(1).toNanos());
  }

  /** Runs what closes the stream as a child of something that the stream's function waits for. */
  private List<AsyncFunction<Integer, Integer, RuntimeException>> thatCloseInAChild() {
    return List.of(
        i -> join(closesItself(i, true), sleep(Duration.ofMillis(5))).await().first(),
        i -> closesItself(i, true).map(n -> n).await(),
        i ->
            shielded(() -> Async.all(List.of(1, 2), n -> closesItself(n, true).await()).await())
                .await()
                .getFirst(),
        i ->
            scope(
                    (Scope s) -> {
                      s.start(
                          () -> join(closesItself(i, true), sleep(Duration.ofMillis(5))).await());
                      return i;
                    })
                .await());
  }

  @Test
  void closingItFromAChildInsideItselfIsRefused() {
    for (var f : thatCloseInAChild()) {
      for (var s :
          List.of(
              AsyncStream.of(1, 2).map(f),
              AsyncStream.of(1, 2).mapConcurrent(2, f),
              AsyncStream.of(1, 2).mapConcurrent(2, f).filter(i -> i > 0),
              AsyncStream.generate(
                  (Emitter<Integer> out) -> out.emit(f.apply(1).await()).await()))) {
        itself = s;
        assertThatThrownBy(() -> runtime.run(() -> s.next().await()))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("from inside itself");
      }
    }
    runtime.takeFailures(); // of items that were not asked for any more
  }

  /** Each stage that runs something of its user's, with this as what it runs. */
  private static List<AsyncStream<Integer, RuntimeException>> thatRun(
      AsyncFunction<Integer, Integer, RuntimeException> f) {
    return List.of(
        AsyncStream.of(1, 2).map(f),
        AsyncStream.of(1, 2).filter(i -> f.apply(i).await() > 0).limit(1),
        AsyncStream.of(1, 2).mapConcurrent(2, f),
        AsyncStream.of(1, 2).flatMap(i -> AsyncStream.of(f.apply(i).await())),
        AsyncStream.iterate(1, f),
        AsyncStream.merge(AsyncStream.of(1), AsyncStream.of(2).map(f)),
        AsyncStream.generate((Emitter<Integer> out) -> out.emit(f.apply(1).await()).await()));
  }

  /** Runs what closes the stream in a task that the stream's function waits for. */
  private List<AsyncFunction<Integer, Integer, RuntimeException>> thatCloseInATask() {
    return List.of(
        i -> runtime.spawn(() -> closesItself(i, false).await()).await(),
        i -> runtime.spawn(() -> closesItself(i, true).await()).await(),
        i -> shielded(() -> runtime.spawn(() -> closesItself(i, true).await()).await()).await(),
        i ->
            scope(
                    (Scope s) -> {
                      Task<Integer, RuntimeException> t =
                          s.spawn(() -> closesItself(i, true).await());
                      return t.await();
                    })
                .await());
  }

  @Test
  void closingItFromATaskThatItWaitsForIsRefused() {
    for (var f : thatCloseInATask()) {
      for (var s : thatRun(f)) {
        itself = s;
        assertThatThrownBy(() -> runtime.run(() -> s.count().await()))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("a stream belongs to the task that first polled it");
      }
      for (var s : thatRun(f)) {
        itself = s;
        assertThatThrownBy(() -> runtime.run(() -> s.map(i -> i).forEach(i -> {}).await()))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("a stream belongs to the task that first polled it");
      }
    }
    runtime.takeFailures(); // of items that were not asked for any more
  }

  @Test
  void whatAnotherTaskReadsIsNotReadAsASource() {
    List<Object> read = new ArrayList<>();
    for (var p : pipelines()) {
      var s = p.make().apply(this);
      assertThatThrownBy(() ->
              runtime.run(() -> {
                try (s) {
                  s.next().await();
                  runtime
                      .spawn(() -> s.filter(i -> read.add(i)).chunks(2).toList().await())
                      .await();
                }
              }))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("a stream belongs to the task that first polled it");
    }
    assertThat(read).isEmpty();
  }

  @Test
  void whatAnotherTaskIsClosingIsNotClosedAsASource() {
    var s = source(3);
    List<AsyncStream<Integer, IOException>> none = new ArrayList<>();
    assertThatThrownBy(() ->
            runtime.run(() -> {
              var closing =
                  runtime.spawn(() -> {
                    s.next().await();
                    none.add(s.map(i -> i).limit(0));
                    s.closeAsync().await();
                  });
              sleep(Duration.ofNanos(1_500_000)).await(); // in the midst of the closing
              try {
                none.getFirst().count().await();
              } finally {
                closing.await();
              }
            }))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("a stream belongs to the task that first polled it");
  }

  /** Runs what closes the stream when the stream is closed. */
  private List<AsyncFunction<Integer, Integer, RuntimeException>> thatCloseWhenClosed() {
    return List.of(
        i -> {
          try {
            sleep(Duration.ofHours(1)).await();
          } finally {
            closesItself(i, false).await();
          }
          return i;
        },
        i -> {
          try {
            sleep(Duration.ofHours(1)).await();
          } finally {
            closesItself(i, true).await();
          }
          return i;
        },
        i -> {
          try {
            sleep(Duration.ofHours(1)).await();
          } finally {
            thatCloseInAChild().getFirst().apply(i).await();
          }
          return i;
        },
        i -> {
          try {
            sleep(Duration.ofHours(1)).await();
          } finally {
            thatCloseInATask().get(1).apply(i).await();
          }
          return i;
        });
  }

  @Test
  void closingItFromInsideItsClosingIsRefused() {
    for (var f : thatCloseWhenClosed()) {
      for (var s : thatRun(f)) {
        itself = s;
        runtime.run(() -> {
          try {
            s.count().timeout(Duration.ofMillis(5)).await();
          } catch (TimedOutException e) {
            return;
          }
          throw new AssertionError("nothing was late");
        });
        assertThat(runtime.takeFailures())
            .isNotEmpty()
            .allSatisfy(failure ->
                assertThat(failure.failure())
                    .isInstanceOf(IllegalStateException.class)
                    .message()
                    .containsAnyOf("from inside itself", "belongs to the task that"));
      }
    }
    assertThat(runtime.nanoTime()).isLessThan(Duration.ofMinutes(1).toNanos());
  }

  /** An item whose closing closes the stream that it is dropped by. */
  private record Last(Async<?, RuntimeException> closing)
      implements AsyncCloseable<RuntimeException> {
    @Override
    public Async<@Nullable Void, RuntimeException> closeAsync() {
      return async(() -> {
        closing.await();
      });
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void closingItFromTheClosingOfAnItemIsRefused(boolean later) {
    AsyncStream<Last, RuntimeException> source =
        AsyncStream.of(1, 2, 3)
            .mapConcurrent(
                3,
                i -> {
                  sleep(Duration.ofMillis(i)).await();
                  return new Last(closesItself(i, later));
                });
    AsyncStream<Integer, RuntimeException> stream = source.map(item -> 1).filter(i -> true);
    itself = stream;
    runtime.run(() -> {
      stream.next().await();
      sleep(Duration.ofMillis(5)).await(); // the other items are there by then
      stream.closeAsync().await();
    });
    assertThat(runtime.takeFailures())
        .hasSize(2)
        .allSatisfy(failure ->
            assertThat(failure.failure())
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("from inside itself"));
  }

  @Test
  void twoThatCloseEachOtherAreNotLeftWaiting() {
    List<AsyncStream<Integer, RuntimeException>> both = new ArrayList<>();
    List<String> refused = new ArrayList<>();
    for (int n = 0; n < 2; n++) {
      int other = 1 - n;
      both.add(
          AsyncStream.generate((Emitter<Integer> out) -> {
            try {
              sleep(Duration.ofMillis(1 + other * 1000)).await(); // the second one is first
            } finally {
              try {
                both.get(other).closeAsync().await();
              } catch (IllegalStateException e) {
                refused.add(other + ": " + e.getMessage());
              }
            }
          }));
    }
    assertThatThrownBy(() -> runtime.run(() -> AsyncStream.merge(both).count().await()))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("this stream was closed");
    assertThat(refused).containsExactly("1: a stream was read or closed from inside itself");
    assertThat(runtime.nanoTime()).isLessThan(Duration.ofSeconds(1).toNanos());
  }

  /**
   * That these two wait for each other is not noticed. Whoever comes to them waits, or gives up.
   */
  @Test
  void whoClosesOneThatWaitsInACircleMayGiveUp() {
    List<AsyncStream<Integer, RuntimeException>> both = new ArrayList<>();
    both.add(
        AsyncStream.generate((Emitter<Integer> out) -> {
          sleep(Duration.ofMillis(1)).await();
          both.get(1).closeAsync().await();
        }));
    both.add(
        AsyncStream.generate((Emitter<Integer> out) -> {
          try {
            sleep(Duration.ofHours(1)).await();
          } finally {
            both.get(0).count().await();
          }
        }));
    var task =
        runtime.spawn(() -> {
          for (var s : both) { // it has begun then, and goes on
            try {
              s.next().timeout(Duration.ofNanos(1)).await();
            } catch (TimedOutException e) {
              // as it should be
            }
          }
          sleep(Duration.ofMillis(5)).await();
          try {
            both.get(1)
                .closeAsync()
                .timeout(Duration.ofMillis(1))
                .grace(Duration.ofMillis(1))
                .await();
          } catch (TimedOutException e) {
            running++;
          }
        });
    runtime.runUntilIdle();
    for (int i = 0; i < 10; i++) {
      runtime.advance(Duration.ofMillis(1));
      runtime.runUntilIdle();
    }
    assertThat(task.isEnded()).isFalse();
    assertThat(running--).isEqualTo(1); // it has given up
    LiveTasks.abandon(task, new IllegalStateException("the test is over"));
    runtime.takeFailures();
  }

  @Test
  void whoReadsOneThatSomebodyElseClosesMayGiveUp() {
    AsyncStream<Integer, RuntimeException> s =
        AsyncStream.generate((Emitter<Integer> out) -> {
          shielded(() -> sleep(Duration.ofHours(1)).await()).await();
        });
    long[] gaveUp = new long[1];
    runtime.run(() ->
        scope(
                (Scope scope) -> {
                  scope.start(() -> {
                    try {
                      s.map(i -> i)
                          .count()
                          .timeout(Duration.ofMillis(5))
                          .grace(Duration.ofMillis(5))
                          .await();
                    } catch (IllegalStateException e) { // that it was closed
                      gaveUp[0] = runtime.nanoTime();
                    }
                  });
                  sleep(Duration.ofMillis(1)).await();
                  s.closeAsync().await();
                  return 1;
                })
            .await());
    assertThat(gaveUp[0]).isEqualTo(Duration.ofMillis(10).toNanos());
    assertThat(runtime.nanoTime()).isEqualTo(Duration.ofHours(1).toNanos());
  }

  @Test
  void oneWhoseNextItemIsWaitedForIsNoSource() {
    AsyncStream<Integer, RuntimeException> s =
        AsyncStream.generate((Emitter<Integer> out) -> {
          sleep(Duration.ofMillis(5)).await();
          out.emit(1).await();
        });
    Integer item =
        runtime.run(() ->
            scope(
                    (Scope scope) -> {
                      var next = scope.start(() -> s.next().await());
                      sleep(Duration.ofMillis(1)).await();
                      assertThatThrownBy(() -> s.map(i -> i))
                          .isInstanceOf(IllegalStateException.class)
                          .hasMessageContaining("another next() of this stream is pending");
                      Integer first = next.await();
                      assertThat(s.count().await()).isZero();
                      return first;
                    })
                .await());
    assertThat(item).isEqualTo(1);
  }

  @Test
  void closingItFromWhatItsFunctionReadsIsRefused() {
    for (boolean concurrently : List.of(false, true)) {
      var s =
          AsyncStream.of(1)
              .mapConcurrent(
                  2,
                  i -> {
                    var inner = AsyncStream.of(1).mapConcurrent(2, j -> j);
                    if (concurrently) {
                      inner
                          .forEachConcurrent(
                              2,
                              j -> {
                                closesItself(j, true).await();
                              })
                          .await();
                    } else {
                      inner
                          .mapConcurrent(2, j -> closesItself(j, true).await())
                          .forEach(j -> {})
                          .await();
                    }
                    return i;
                  });
      itself = s;
      assertThatThrownBy(() -> runtime.run(() -> s.count().await()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("from inside itself");
    }
  }

  @Test
  void anAbortCutsAClosingShort() {
    var task =
        runtime.spawn(() -> {
          var s =
              AsyncStream.generate((Emitter<Integer> out) -> {
                try {
                  out.emit(1).await();
                } finally {
                  sleep(Duration.ofDays(1)).await();
                }
              });
          async(
                  () -> {
                    for (int i : s.await()) {
                      sleep(Duration.ofDays(i)).await();
                    }
                  })
              .timeout(Duration.ofSeconds(1))
              .grace(Duration.ofSeconds(1))
              .await();
        });
    runtime.advance(Duration.ofSeconds(3));
    assertThat(task.isEnded()).isTrue();
    assertThatThrownBy(task::resultNow).isInstanceOf(TimedOutException.class);
    runtime.takeFailures();
  }

  /** Rule 21, where the cancel was asked for before the closing begins. */
  @Test
  void aLoopThatIsLeftWithACancelInTheAirClosesItsStream() {
    List<Object> seen = new ArrayList<>();
    List<Task<?, ?>> self = new ArrayList<>();
    Task<Integer, IOException> t =
        runtime.spawn(() -> {
          for (int i : source(9).await()) {
            seen.add(i);
            self.getFirst().cancel();
            break;
          }
          seen.add(open);
          sleep(Duration.ofMillis(1)).await();
          return 1;
        });
    self.add(t);
    runtime.advance(Duration.ofSeconds(1));
    assertThat(t.isEnded()).isTrue();
    assertThat(seen).as("closed, and the next leaf gets the cancel").containsExactly(0, 0);
    assertThatThrownBy(t::resultNow).isInstanceOf(java.util.concurrent.CancellationException.class);
  }
}
