package dev.bide.testing.contract;

import static dev.bide.Async.async;
import static dev.bide.Async.join;
import static dev.bide.Async.race;

import dev.bide.AsyncStream;
import dev.bide.AsyncSupplier;
import dev.bide.Cancelled;
import dev.bide.Emitter;
import dev.bide.Task;
import dev.bide.sync.AsyncChannel;
import dev.bide.testing.Scripted;
import java.io.IOException;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** Streams, loops, generators: rules 4 and 27 to 30. */
@SuppressWarnings({"NullAway", "bide:not-awaited"}) // null is the end of a stream
final class StreamChecks extends Checks {
  StreamChecks() {}

  private Scripted<Integer> waiting(String name) {
    return Scripted.<Integer>waiting(name).log(this::tell);
  }

  /** A generator whose block is made from the emitter. */
  private <T> AsyncStream<T, Exception> generate(
      Function<Emitter<T>, ? extends AsyncSupplier<?, ?>> block) {
    return AsyncStream.generate(p().consumer(block));
  }

  private AsyncStream<Integer, Exception> numbers(int n) {
    return generate(out -> {
      List<AsyncSupplier<?, ?>> emits = new ArrayList<>();
      for (int i = 0; i < n; i++) {
        int item = i;
        emits.add(p().awaiting(p().around(() -> tell("emits " + item), out.emit(item), v -> {})));
      }
      return p().tryFinallySync(p().sequence(emits), () -> tell("generator's finally"));
    });
  }

  private AsyncSupplier<Boolean, Exception> goOn(Object item) {
    return p().sync(() -> {
      tell("got " + item);
      return true;
    });
  }

  // ---------------------------------------------------------------- 4

  @Rule(4)
  void mappersGoOnWhileTheConsumerIsBusy() throws Exception {
    List<Scripted<Integer>> leaves = List.of(waiting("0"), waiting("1"), waiting("2"));
    Scripted<Boolean> busy = Scripted.waiting("busy");
    Task<Integer, Exception> t =
        spawned(
            p().forEach(
                    AsyncStream.of(0, 1, 2)
                        .throwing(Exception.class)
                        .mapConcurrent(2, p().applying(leaves::get)),
                    i -> i == 10 ? busy : goOn(i)));
    logIs("0 started", "1 started");
    leaves.get(0).complete(10);
    settle();
    isTrue(busy.isWaiting(), "the consumer has not got its item");
    log.clear();
    leaves.get(1).complete(11);
    settle();
    isTrue(log.contains("1 ended"), "stands still: " + log);
    busy.complete(true);
    settle();
    leaves.get(2).complete(12);
    settle();
    equal(3, t.resultNow());
  }

  @Rule(4)
  void aStreamBelongsToTheTaskThatFirstPolledIt() throws Exception {
    AsyncStream<Integer, Exception> s = numbers(3);
    equal(0, run(s.next()));
    contains("task", failed(IllegalStateException.class, spawned(s.next())).getMessage());
  }

  @Rule(4)
  void emitIsForTheGeneratorsOwnChain() {
    AsyncStream<Integer, Exception> s =
        generate(out -> join(async(p().awaiting(out.emit(1))), Scripted.ready(2)));
    contains("emit", failed(IllegalStateException.class, spawned(s.toList())).getMessage());
  }

  @Rule(4)
  void aGeneratorThatWaitsInEmitStandsStill() throws Exception {
    AsyncStream<Integer, Exception> s = numbers(3);
    Scripted<Integer> elsewhere = waiting("elsewhere");
    Task<?, Exception> t = spawned(p().sequence(List.of(s.next(), elsewhere, s.next())));
    logIs("emits 0", "elsewhere started");
    elsewhere.complete(1);
    settle();
    equal(List.of(0, 1, 1), t.resultNow());
    isTrue(log.contains("generator's finally"), "left behind: " + log);
  }

  // ---------------------------------------------------------------- 27

  @Rule(27)
  void aStreamIsUsedOnce() throws Exception {
    AsyncStream<Integer, Exception> s = numbers(2);
    equal(List.of(0, 1), run(s.toList()));
    thrown(IllegalStateException.class, s::toList);
    failed(IllegalStateException.class, spawned(s.next()));
  }

  @Rule(27)
  void cancellingNextWithdrawsTheRequestOnly() throws Exception {
    Scripted<Integer> source = waiting("source");
    AsyncStream<Integer, Exception> s = generate(out -> p().loop(2, () -> emitted(out, source, 7)));
    List<Object> got = new ArrayList<>();
    Task<?, Exception> t =
        spawned(
            p().sequence(
                    List.of(
                        race(
                            async(p().around(() -> {}, s.next(), got::add)),
                            Scripted.pending(1, 9)),
                        async(p().around(() -> {}, s.next(), got::add)))));
    waits(t);
    equal(0, source.cancels(), "cancels of the source");
    source.complete(1);
    settle();
    ended(t);
    equal(List.of(1), got);
  }

  private AsyncSupplier<?, Exception> emitted(
      Emitter<Integer> out, Scripted<Integer> source, int otherwise) {
    return source.isEnded()
        ? p().awaiting(out.emit(otherwise))
        : p().sequence(List.of(p().around(() -> {}, source, v -> {}), p().awaiting(out.emit(1))));
  }

  @Rule(27)
  void closingAViewOfAChannelLeavesItOpen() throws Exception {
    AsyncChannel<Integer> channel = AsyncChannel.unbounded();
    for (int i = 0; i < 4; i++) {
      isTrue(channel.trySend(i), "full");
    }
    equal(1, run(p().forEach(channel.stream(), i -> p().sync(() -> false))));
    isTrue(!channel.isClosed(), "closed");
    Task<Integer, Exception> t = spawned(p().forEach(channel.stream(), this::goOn));
    logIs("got 1", "got 2", "got 3");
    waits(t);
    channel.close();
    settle();
    equal(3, t.resultNow());
  }

  // ---------------------------------------------------------------- 28

  @Rule(28)
  void mapConcurrentRunsAtMostNAhead() throws Exception {
    List<Scripted<Integer>> leaves = new ArrayList<>();
    for (int i = 0; i < 6; i++) {
      leaves.add(waiting("" + i));
    }
    Task<List<Integer>, Exception> t =
        spawned(
            AsyncStream.of(0, 1, 2, 3, 4, 5)
                .throwing(Exception.class)
                .mapConcurrent(3, p().applying(leaves::get))
                .toList());
    logIs("0 started", "1 started", "2 started");
    for (int i : new int[] {2, 0, 1, 5, 3, 4}) {
      leaves.get(i).complete(i * 10);
      settle();
      long running = leaves.stream().filter(Scripted::isWaiting).count();
      isTrue(running <= 3, running + " at once");
    }
    equal(List.of(0, 10, 20, 30, 40, 50), t.resultNow());
  }

  @Rule(28)
  void allOthersRunAheadByNothing() throws Exception {
    AsyncStream<Integer, Exception> s =
        numbers(100).map(p().<Integer, Integer>function(i -> i)).limit(50);
    equal(0, run(p().awaiting(s.next())));
    logIs("emits 0", "generator's finally"); // closed with the task it belonged to
  }

  // ---------------------------------------------------------------- 29

  @Rule(29)
  void aGeneratorThatIsClosedInEmitGetsCancelledThereAndItsFinallyMayAwait() throws Exception {
    Scripted<Integer> cleanup = waiting("cleanup");
    AsyncStream<Integer, Exception> s =
        generate(out ->
            p().catching(
                    p().awaiting(out.emit(1)),
                    t -> {
                      tell(t instanceof Cancelled ? "cancelled" : "" + t);
                      throw (Error) t;
                    },
                    p().sync(() -> 0)));
    AsyncStream<Integer, Exception> closed =
        generate(out -> p().tryFinally(p().sequence(List.of(out.emit(1), out.emit(2))), cleanup));
    ended(spawned(p().forEach(s, i -> p().sync(() -> false))));
    logIs("cancelled");
    Task<Integer, Exception> t = spawned(p().forEach(closed, i -> p().sync(() -> false)));
    waits(t);
    isTrue(cleanup.isWaiting(), "its finally does not wait");
    cleanup.complete(1);
    settle();
    equal(1, t.resultNow());
    noFailures();
  }

  @Rule({16, 29})
  void emitThrowsAtOnceOnceClosingHasBegun() {
    AsyncStream<Integer, Exception> s =
        generate(out ->
            p().tryFinally(
                    p().awaiting(out.emit(1)),
                    async(p().tryFinallySync(out.emit(2), () -> tell("thrown")))));
    ended(spawned(p().forEach(s, i -> p().sync(() -> false))));
    logIs("thrown");
  }

  // ---------------------------------------------------------------- 30

  @Rule(30)
  void aLoopClosesItsSourceOnEveryWayOut() throws Exception {
    equal(3, run(p().forEach(numbers(3), this::goOn)));
    isTrue(log.contains("generator's finally"), "end: " + log);
    log.clear();
    equal(1, run(p().forEach(numbers(3), i -> p().sync(() -> false))));
    logIs("emits 0", "generator's finally");
    log.clear();
    IOException lost = new IOException();
    isTrue(
        failed(
                IOException.class,
                spawned(p().forEach(numbers(3), i -> Scripted.<Boolean>failing(lost))))
            == lost,
        "another one");
    logIs("emits 0", "generator's finally");
    log.clear();
    Task<Integer, Exception> t =
        spawned(p().forEach(numbers(3), i -> Scripted.<Boolean>waiting("x")));
    t.cancel();
    settle();
    wasCancelled(t);
    logIs("emits 0", "generator's finally");
  }

  @Rule(30)
  void theClosingIsAwaitedAndNotCutShort() {
    Scripted<Integer> cleanup = waiting("cleanup");
    AsyncStream<Integer, Exception> s =
        generate(out -> p().tryFinally(p().awaiting(out.emit(1)), cleanup));
    Task<Integer, Exception> t = spawned(p().forEach(s, i -> p().sync(() -> false)));
    waits(t);
    t.cancel();
    settle();
    waits(t);
    equal(0, cleanup.cancels());
    cleanup.complete(1);
    settle();
    ended(t);
  }

  @Rule(30)
  void aFailingClosingIsSuppressed() {
    IOException body = new IOException("body");
    IOException closing = new IOException("closing");
    AsyncStream<Integer, Exception> s =
        generate(out -> p().tryFinally(p().awaiting(out.emit(1)), Scripted.failing(closing)));
    IOException e =
        failed(IOException.class, spawned(p().forEach(s, i -> Scripted.<Boolean>failing(body))));
    isTrue(e == body, "thrown: " + e);
    equal(List.of(closing), List.of(e.getSuppressed()));
  }

  @Rule(30)
  void toStopAndGoOnLaterThereIsNext() throws Exception {
    AsyncStream<Integer, Exception> s = numbers(3);
    equal(
        Arrays.asList(0, 1, 2, null),
        run(p().sequence(List.of(s.next(), s.next(), s.next(), s.next()))));
  }

  @Rule(30)
  @WithoutBlocks
  void theIteratorThrowsWhereNothingWoveIt() throws Exception {
    Method await = AsyncStream.class.getMethod("await"); // a call would be woven, or refused
    Throwable e =
        thrown(InvocationTargetException.class, () -> await.invoke(AsyncStream.of(1))).getCause();
    isTrue(e instanceof IllegalStateException, "thrown: " + e);
    contains("woven", e.getMessage());
  }
}
