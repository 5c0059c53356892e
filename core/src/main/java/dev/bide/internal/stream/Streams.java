package dev.bide.internal.stream;

import dev.bide.Async;
import dev.bide.AsyncBiFunction;
import dev.bide.AsyncConsumer;
import dev.bide.AsyncFunction;
import dev.bide.AsyncPredicate;
import dev.bide.AsyncStream;
import dev.bide.Emitter;
import dev.bide.internal.EngineContext;
import dev.bide.weave.v1.Leaf;
import dev.bide.weave.v1.Suspended;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/** Makes streams and what reads them, one class for each. */
public final class Streams {
  private Streams() {}

  /** See {@link dev.bide.weave.v1.Leaves#emit}. */
  @SuppressWarnings("unchecked") // as the call was checked
  public static @Nullable Object emitInPlace(
      Emitter<?> self, Object item, EngineContext cx, @Nullable Suspended spare) throws Throwable {
    return self instanceof Generator<?, ?> g
        ? ((Generator<Object, ?>) g).emitInPlace(item, cx, spare)
        : Leaf.plain(((Emitter<Object>) self).emit(item), cx);
  }

  /** See {@link AsyncStream}. */
  public static <T> AsyncStream<T, RuntimeException> of(Iterable<? extends T> items) {
    return new Items<>(items);
  }

  /** See {@link AsyncStream}. */
  public static <T> AsyncStream<T, RuntimeException> of(T[] items) {
    return new Items<>(Arrays.asList(items));
  }

  /** See {@link AsyncStream}. */
  public static <A, T, X extends Exception> AsyncStream<T, X> from(
      Iterable<? extends A> items, AsyncFunction<? super A, ? extends T, ? extends X> f) {
    return new Mapping<A, T, X>(new Items<A, X>(items), f);
  }

  /** See {@link AsyncStream}. */
  public static AsyncStream<Long, RuntimeException> interval(Duration period) {
    return new Interval(period);
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> AsyncStream<T, X> generate(
      AsyncConsumer<Emitter<T>, ? extends X> block) {
    return new Generator<>(block);
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> AsyncStream<T, X> iterate(
      T seed, AsyncFunction<? super T, ? extends T, ? extends X> f) {
    return new Iterate<>(seed, f);
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> AsyncStream<T, X> concat(
      List<? extends AsyncStream<? extends T, ? extends X>> all) {
    return new Concat<>(all);
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> AsyncStream<T, X> merge(
      Collection<? extends AsyncStream<? extends T, ? extends X>> all) {
    return new Merge<>(all);
  }

  /** See {@link AsyncStream}. */
  public static <T, R, X extends Exception> AsyncStream<R, X> map(
      AsyncStream<T, X> s, AsyncFunction<? super T, ? extends R, ? extends X> f) {
    return new Mapping<>(s, f);
  }

  /** See {@link AsyncStream}. */
  public static <T, R, X extends Exception> AsyncStream<R, X> mapConcurrent(
      AsyncStream<T, X> s, int n, AsyncFunction<? super T, ? extends R, ? extends X> f) {
    return new MapConcurrent<>(s, n, f);
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> AsyncStream<T, X> filter(
      AsyncStream<T, X> s, AsyncPredicate<? super T, ? extends X> p) {
    return new Filter<>(s, p);
  }

  /** See {@link AsyncStream}. */
  public static <T, R, X extends Exception> AsyncStream<R, X> flatMap(
      AsyncStream<T, X> s,
      AsyncFunction<? super T, ? extends AsyncStream<? extends R, ? extends X>, ? extends X> f) {
    return new FlatMap<>(s, f);
  }

  /** See {@link AsyncStream}. */
  public static <T, R, X extends Exception> AsyncStream<R, X> flatMapIterable(
      AsyncStream<T, X> s,
      AsyncFunction<? super T, ? extends Iterable<? extends R>, ? extends X> f) {
    return new FlatMapIterable<>(s, f);
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> AsyncStream<T, X> peek(
      AsyncStream<T, X> s, AsyncConsumer<? super T, ? extends X> f) {
    return new Peek<>(s, f);
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> AsyncStream<T, X> limit(AsyncStream<T, X> s, long n) {
    return new Limit<>(s, n);
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> AsyncStream<T, X> skip(AsyncStream<T, X> s, long n) {
    return new Skip<>(s, n);
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> AsyncStream<T, X> takeWhile(
      AsyncStream<T, X> s, AsyncPredicate<? super T, ? extends X> p) {
    return new TakeWhile<>(s, p);
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> AsyncStream<T, X> dropWhile(
      AsyncStream<T, X> s, AsyncPredicate<? super T, ? extends X> p) {
    return new DropWhile<>(s, p);
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> AsyncStream<T, X> distinct(AsyncStream<T, X> s) {
    return new Distinct<>(s);
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> AsyncStream<T, X> sorted(
      AsyncStream<T, X> s, Comparator<? super T> order) {
    return new Sorted<>(s, order);
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> AsyncStream<List<T>, X> chunks(
      AsyncStream<T, X> s, int n) {
    return new Chunks<>(s, n);
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> AsyncStream<T, X> throttle(
      AsyncStream<T, X> s, Duration time) {
    return new Throttle<>(s, time);
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> AsyncStream<T, X> timeout(
      AsyncStream<T, X> s, Duration limit) {
    return new TimeLimit<>(s, limit);
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> Async<@Nullable Void, X> forEach(
      AsyncStream<T, X> s, AsyncConsumer<? super T, ? extends X> f) {
    return new ForEach<>(s, f);
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> Async<@Nullable Void, X> forEachConcurrent(
      AsyncStream<T, X> s, int n, AsyncConsumer<? super T, ? extends X> f) {
    return new ForEachConcurrent<>(s, n, f);
  }

  /** See {@link AsyncStream}. */
  public static <T, A, R, X extends Exception> Async<R, X> collect(
      AsyncStream<T, X> s, Collector<? super T, A, R> c) {
    return new Gathering<>(s, c.supplier(), c.accumulator(), c.finisher());
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> Async<List<T>, X> toList(AsyncStream<T, X> s) {
    return new Gathering<T, List<T>, List<T>, X>(s, ArrayList::new, List::add, List::copyOf);
  }

  /** See {@link AsyncStream}. */
  public static <T, A, X extends Exception> Async<A[], X> toArray(
      AsyncStream<T, X> s, IntFunction<A[]> make) {
    return new Gathering<T, List<T>, A[], X>(
        s, ArrayList::new, List::add, all -> all.toArray(make.apply(all.size())));
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> Async<Long, X> count(AsyncStream<T, X> s) {
    return new Gathering<T, long[], Long, X>(s, () -> new long[1], (n, item) -> n[0]++, n -> n[0]);
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> Async<Optional<T>, X> findFirst(AsyncStream<T, X> s) {
    return new First<>(s);
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> Async<T, X> reduce(
      AsyncStream<T, X> s,
      T identity,
      AsyncBiFunction<? super T, ? super T, ? extends T, ? extends X> f) {
    return new Reducing<T, T, X>(
        s,
        Objects.requireNonNull(identity, "the identity of reduce is null"),
        f,
        sum -> Objects.requireNonNull(sum));
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> Async<Optional<T>, X> reduce(
      AsyncStream<T, X> s, AsyncBiFunction<? super T, ? super T, ? extends T, ? extends X> f) {
    return new Reducing<T, Optional<T>, X>(s, null, f, Optional::ofNullable);
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> Async<Boolean, X> match(
      AsyncStream<T, X> s, AsyncPredicate<? super T, ? extends X> p, boolean until, boolean then) {
    return new Matching<>(s, p, until, then);
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> Async<Optional<T>, X> min(
      AsyncStream<T, X> s, Comparator<? super T> order) {
    return new Extreme<>(s, order, false);
  }

  /** See {@link AsyncStream}. */
  public static <T, X extends Exception> Async<Optional<T>, X> max(
      AsyncStream<T, X> s, Comparator<? super T> order) {
    return new Extreme<>(s, order, true);
  }
}
