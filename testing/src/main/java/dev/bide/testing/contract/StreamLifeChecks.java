package dev.bide.testing.contract;

import static dev.bide.Async.race;

import dev.bide.AsyncStream;
import dev.bide.AsyncSupplier;
import dev.bide.Emitter;
import dev.bide.Task;
import dev.bide.TimedOutException;
import dev.bide.testing.Scripted;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.UnaryOperator;

/** What streams do with what they have started and hold: rules 2, 4, 15 to 17, 27 and 28. */
@SuppressWarnings({"NullAway", "bide:not-awaited"}) // null is the end of a stream
final class StreamLifeChecks extends Checks {
  private static final Duration SECOND = Duration.ofSeconds(1);

  StreamLifeChecks() {}

  private Scripted<Integer> waiting(String name) {
    return Scripted.<Integer>waiting(name).log(this::tell);
  }

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
      return p().sequence(emits);
    });
  }

  private static AsyncStream<Integer, Exception> three() {
    return AsyncStream.of(0, 1, 2).throwing(Exception.class);
  }

  /** Says when it is closed. */
  private final class Item implements AutoCloseable {
    private final String name;

    Item(String name) {
      this.name = name;
    }

    @Override
    public void close() {
      tell("closed " + name);
    }
  }

  // ---------------------------------------------------------------- 2

  @Rule(2)
  void nextFromInsideItselfThrows() throws Exception {
    List<AsyncStream<Integer, Exception>> self = new ArrayList<>();
    self.add(
        three()
            .map(
                p().applying(i ->
                    doing(cx -> {
                      thrown(IllegalStateException.class, () -> self.getFirst().next().poll(cx));
                      tell("refused");
                      return i;
                    }))));
    equal(0, run(self.getFirst().next()));
    logIs("refused");
  }

  // ---------------------------------------------------------------- 4

  @Rule(4)
  void whenTheChainEndsMappersAreCancelledAwaitedAndReported() throws Exception {
    Scripted<Integer> slow = waiting("slow");
    Scripted<Integer> cleanup = waiting("cleanup");
    AsyncStream<Integer, Exception> s =
        three()
            .mapConcurrent(
                2, p().applying(i -> i == 0 ? Scripted.ready(0) : p().tryFinally(slow, cleanup)));
    Task<Integer, Exception> t = spawned(p().awaiting(s.next()));
    waits(t);
    isTrue(slow.cancels() == 1 && cleanup.isWaiting(), "log: " + log);
    IOException lost = new IOException("in its finally");
    cleanup.fail(lost);
    settle();
    equal(0, t.resultNow());
    equal(List.of(lost), host().failures());
  }

  @Rule(4)
  void theSourcesOfAMergeGoOnWhileTheConsumerIsBusy() throws Exception {
    Scripted<Integer> a = waiting("a");
    Scripted<Integer> b = waiting("b");
    Scripted<Boolean> busy = Scripted.waiting("busy");
    AsyncStream<Integer, Exception> merged =
        AsyncStream.merge(
            generate(out -> p().sequence(List.of(p().around(() -> {}, a, v -> {}), out.emit(1)))),
            generate(out -> p().sequence(List.of(p().around(() -> {}, b, v -> {}), out.emit(2)))));
    Task<Integer, Exception> t =
        spawned(p().forEach(merged, i -> i == 1 ? busy : p().sync(() -> true)));
    a.complete(1);
    settle();
    isTrue(busy.isWaiting(), "the consumer has not got its item");
    b.complete(1);
    settle();
    isTrue(b.isEnded(), "the other source stands still");
    busy.complete(true);
    settle();
    equal(2, t.resultNow());
  }

  // ---------------------------------------------------------------- 15

  @Rule(15)
  void anAbortReachesMappersAndGenerators() {
    Scripted<Integer> mapper = waiting("mapper");
    Scripted<Integer> generator = waiting("generator");
    for (AsyncStream<Integer, Exception> s :
        List.<AsyncStream<Integer, Exception>>of(
            three().mapConcurrent(1, p().applying(i -> p().tryFinally(waiting("x"), mapper))),
            generate(out -> p().tryFinally(waiting("y"), generator)))) {
      Task<?, Exception> t = spawned(Async15.limited(s));
      host().advance(SECOND);
      waits(t);
      host().advance(SECOND);
      failed(TimedOutException.class, t);
    }
    equal(List.of(1, 1), List.of(mapper.aborts(), generator.aborts()));
  }

  /** A reading with a limit and a grace period. */
  private static final class Async15 {
    static dev.bide.Async<List<Integer>, Exception> limited(AsyncStream<Integer, Exception> s) {
      return s.toList().timeout(SECOND).grace(SECOND);
    }
  }

  // ---------------------------------------------------------------- 16, 17

  @Rule({16, 17})
  void anEmittedItemThatNobodyTakesIsClosed() throws Exception {
    Scripted<Integer> source = waiting("source");
    AsyncStream<Item, Exception> s =
        generate(out ->
            p().sequence(
                    List.of(p().around(() -> {}, source, v -> {}), out.emit(new Item("item")))));
    Scripted<Integer> then = waiting("then");
    List<AsyncSupplier<?, Exception>> both = List.of(s.next(), Scripted.pending(1, 9));
    Task<?, Exception> t = spawned(p().sequence(List.of(race(both), then)));
    isTrue(then.isWaiting(), "it still asks for an item");
    source.complete(1);
    settle();
    isTrue(!log.contains("closed item"), "closed, though the next reader might have it");
    then.complete(1);
    settle();
    ended(t);
    isTrue(log.contains("closed item"), "log: " + log);
  }

  @Rule(17)
  void whatMappersHaveMadeAndNobodyTakesIsClosed() throws Exception {
    AsyncStream<Item, Exception> s =
        three().mapConcurrent(3, p().function((Integer i) -> new Item("" + i)));
    equal(1, run(p().forEach(s, i -> p().sync(() -> false))));
    logIs("closed 1", "closed 2");
  }

  // ---------------------------------------------------------------- 27

  @Rule(27)
  void closingTheStreamCancelsItsSource() {
    Scripted<Integer> source = waiting("source");
    AsyncStream<Integer, Exception> s =
        generate(out -> p().sequence(List.of(out.emit(1), source, out.emit(2))));
    Scripted<Boolean> first = Scripted.waiting("first");
    Task<Integer, Exception> t =
        spawned(p().forEach(s.mapConcurrent(2, p().function(i -> i)), i -> first));
    isTrue(source.isWaiting(), "the source has not begun the second item");
    equal(0, source.cancels());
    first.complete(false);
    settle();
    ended(t);
    equal(1, source.cancels());
  }

  // ---------------------------------------------------------------- 28

  @Rule(28)
  void noOtherOperatorRunsAhead() throws Exception {
    List<UnaryOperator<AsyncStream<Integer, Exception>>> all =
        List.of(
            s -> s.map(p().<Integer, Integer>function(i -> i)),
            s -> s.filter(i -> true),
            s -> s.flatMap(p().function(i -> AsyncStream.of(i).throwing(Exception.class))),
            s -> s.flatMapIterable(p().function(List::of)),
            s -> s.peek(p().consumer(i -> p().sync(() -> 0))),
            s -> s.limit(50),
            s -> s.skip(0),
            AsyncStream::distinct,
            s -> AsyncStream.concat(s, numbers(3)),
            s -> s.mapConcurrent(1, p().<Integer, Integer>function(i -> i)));
    for (int i = 0; i < all.size(); i++) {
      log.clear();
      AsyncStream<Integer, Exception> s = all.get(i).apply(numbers(100));
      Scripted<Integer> elsewhere = Scripted.waiting("elsewhere");
      Task<?, Exception> t = spawned(p().sequence(List.of(s.next(), elsewhere)));
      waits(t);
      equal(
          1L,
          log.stream().filter(line -> line.startsWith("emits")).count(),
          "items that operator " + i + " has asked for");
      elsewhere.complete(1);
      settle();
      ended(t);
    }
  }
}
