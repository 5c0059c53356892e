package dev.bide.internal.stream;

import dev.bide.Async;
import dev.bide.AsyncBiFunction;
import dev.bide.AsyncConsumer;
import dev.bide.AsyncFunction;
import dev.bide.AsyncPredicate;
import dev.bide.AsyncStream;
import dev.bide.Emitter;
import java.time.Duration;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.function.Supplier;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/** Makes streams and what reads them, one class for each. */
@SuppressWarnings("DoNotCallSuggester") // until each is there
public final class Streams {
  private Streams() {}

  private static UnsupportedOperationException notYet() {
    return new UnsupportedOperationException("not there yet");
  }

  public static <T> AsyncStream<T, RuntimeException> of(Iterable<? extends T> items) {
    throw notYet();
  }

  public static <T> AsyncStream<T, RuntimeException> of(T[] items) {
    return of(Arrays.asList(items));
  }

  public static <A, T, X extends Exception> AsyncStream<T, X> from(
      Iterable<? extends A> items, AsyncFunction<? super A, ? extends T, ? extends X> f) {
    throw notYet();
  }

  public static AsyncStream<Long, RuntimeException> interval(Duration period) {
    throw notYet();
  }

  public static <T, X extends Exception> AsyncStream<T, X> generate(
      AsyncConsumer<Emitter<T>, ? extends X> block) {
    throw notYet();
  }

  public static <T, X extends Exception> AsyncStream<T, X> iterate(
      T seed, AsyncFunction<? super T, ? extends T, ? extends X> f) {
    throw notYet();
  }

  public static <T, X extends Exception> AsyncStream<T, X> ofLeaves(
      Supplier<? extends Async<@Nullable T, X>> next) {
    throw notYet();
  }

  public static <T, X extends Exception> AsyncStream<T, X> concat(
      List<? extends AsyncStream<? extends T, ? extends X>> all) {
    throw notYet();
  }

  public static <T, X extends Exception> AsyncStream<T, X> merge(
      Collection<? extends AsyncStream<? extends T, ? extends X>> all) {
    throw notYet();
  }

  public static <T, R, X extends Exception> AsyncStream<R, X> map(
      AsyncStream<T, X> s, AsyncFunction<? super T, ? extends R, ? extends X> f) {
    throw notYet();
  }

  public static <T, R, X extends Exception> AsyncStream<R, X> mapConcurrent(
      AsyncStream<T, X> s, int n, AsyncFunction<? super T, ? extends R, ? extends X> f) {
    throw notYet();
  }

  public static <T, X extends Exception> AsyncStream<T, X> filter(
      AsyncStream<T, X> s, AsyncPredicate<? super T, ? extends X> p) {
    throw notYet();
  }

  public static <T, R, X extends Exception> AsyncStream<R, X> flatMap(
      AsyncStream<T, X> s,
      AsyncFunction<? super T, ? extends AsyncStream<? extends R, ? extends X>, ? extends X> f) {
    throw notYet();
  }

  public static <T, R, X extends Exception> AsyncStream<R, X> flatMapIterable(
      AsyncStream<T, X> s,
      AsyncFunction<? super T, ? extends Iterable<? extends R>, ? extends X> f) {
    throw notYet();
  }

  public static <T, X extends Exception> AsyncStream<T, X> peek(
      AsyncStream<T, X> s, AsyncConsumer<? super T, ? extends X> f) {
    throw notYet();
  }

  public static <T, X extends Exception> AsyncStream<T, X> limit(AsyncStream<T, X> s, long n) {
    throw notYet();
  }

  public static <T, X extends Exception> AsyncStream<T, X> skip(AsyncStream<T, X> s, long n) {
    throw notYet();
  }

  public static <T, X extends Exception> AsyncStream<T, X> takeWhile(
      AsyncStream<T, X> s, AsyncPredicate<? super T, ? extends X> p) {
    throw notYet();
  }

  public static <T, X extends Exception> AsyncStream<T, X> dropWhile(
      AsyncStream<T, X> s, AsyncPredicate<? super T, ? extends X> p) {
    throw notYet();
  }

  public static <T, X extends Exception> AsyncStream<T, X> distinct(AsyncStream<T, X> s) {
    throw notYet();
  }

  public static <T, X extends Exception> AsyncStream<T, X> sorted(
      AsyncStream<T, X> s, Comparator<? super T> order) {
    throw notYet();
  }

  public static <T, X extends Exception> AsyncStream<List<T>, X> chunks(
      AsyncStream<T, X> s, int n) {
    throw notYet();
  }

  public static <T, X extends Exception> AsyncStream<T, X> throttle(
      AsyncStream<T, X> s, Duration time) {
    throw notYet();
  }

  public static <T, X extends Exception> AsyncStream<T, X> timeout(
      AsyncStream<T, X> s, Duration limit) {
    throw notYet();
  }

  public static <T, X extends Exception> Async<@Nullable Void, X> forEach(
      AsyncStream<T, X> s, AsyncConsumer<? super T, ? extends X> f) {
    throw notYet();
  }

  public static <T, X extends Exception> Async<@Nullable Void, X> forEachConcurrent(
      AsyncStream<T, X> s, int n, AsyncConsumer<? super T, ? extends X> f) {
    throw notYet();
  }

  public static <T, A, R, X extends Exception> Async<R, X> collect(
      AsyncStream<T, X> s, Collector<? super T, A, R> c) {
    throw notYet();
  }

  public static <T, X extends Exception> Async<List<T>, X> toList(AsyncStream<T, X> s) {
    throw notYet();
  }

  public static <T, A, X extends Exception> Async<A[], X> toArray(
      AsyncStream<T, X> s, IntFunction<A[]> make) {
    throw notYet();
  }

  public static <T, X extends Exception> Async<Long, X> count(AsyncStream<T, X> s) {
    throw notYet();
  }

  public static <T, X extends Exception> Async<Optional<T>, X> findFirst(AsyncStream<T, X> s) {
    throw notYet();
  }

  public static <T, X extends Exception> Async<T, X> reduce(
      AsyncStream<T, X> s,
      T identity,
      AsyncBiFunction<? super T, ? super T, ? extends T, ? extends X> f) {
    throw notYet();
  }

  public static <T, X extends Exception> Async<Optional<T>, X> reduce(
      AsyncStream<T, X> s, AsyncBiFunction<? super T, ? super T, ? extends T, ? extends X> f) {
    throw notYet();
  }

  public static <T, X extends Exception> Async<Boolean, X> match(
      AsyncStream<T, X> s, AsyncPredicate<? super T, ? extends X> p, boolean until, boolean then) {
    throw notYet();
  }

  public static <T, X extends Exception> Async<Optional<T>, X> min(
      AsyncStream<T, X> s, Comparator<? super T> order) {
    throw notYet();
  }

  public static <T, X extends Exception> Async<Optional<T>, X> max(
      AsyncStream<T, X> s, Comparator<? super T> order) {
    throw notYet();
  }
}
