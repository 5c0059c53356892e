package dev.bide;

import dev.bide.internal.Blocks;
import dev.bide.internal.stream.Streams;
import dev.bide.weave.v1.LeafForm;
import dev.bide.weave.v1.Leaves;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.function.IntFunction;
import java.util.stream.Collector;
import org.jspecify.annotations.Nullable;

/**
 * An async iterator: items that are waited for one by one. Used once, by one consumer, in one task;
 * carries no nulls. Read with an ordinary loop in a block, which closes the stream on every way out
 * and waits for that:
 *
 * <pre>{@code
 * for (String line : connection.lines(UTF_8).await()) { … }
 * }</pre>
 *
 * <p>Its operators have the names and meanings of {@code java.util.stream.Stream}; each takes a
 * block, so its function may wait. They are lazy: nothing happens before the first {@link #next}.
 * Calling one makes the new stream the owner of this one: from then on only the new stream is read
 * and closed, and it closes this one. Operators run ahead by nothing, except those that say by how
 * much. A stage's function throws within the stream's {@code X}: where the source's kind is
 * narrower, write {@link #throwing} first.
 *
 * <p>Whoever reads by {@link #next} closes, best in try-with-resources. Cancelling a {@code next()}
 * withdraws that request only. What a stage has started meanwhile goes on as part of the task, and
 * its item is kept for the following {@code next()}; only closing the stream cancels it. A stream
 * that has failed gives no more items.
 *
 * <p>The terminal operations ({@link #forEach}, {@link #collect}, {@link #toList}, …) close the
 * stream on every way out and wait for that.
 *
 * @param <T> the items
 * @param <X> the kind of exception that reading it throws
 */
public interface AsyncStream<T, X extends Exception> extends AsyncCloseable<X> {
  /**
   * For the head of an enhanced {@code for} in a block, and nowhere else: each turn of the loop
   * waits for an item.
   */
  default Turns<T> await() throws X {
    throw Blocks.notWoven("await()");
  }

  /** What a {@code for} header over {@code stream.await()} goes through. */
  interface Turns<T> extends Iterable<T> {
    /** Never called in woven code. */
    @Override
    Iterator<T> iterator();
  }

  /**
   * Waits for the next item: null at the end, and ever after.
   *
   * <p>Cancelling it withdraws the request only; an item that comes is kept for the next one.
   *
   * @throws IllegalStateException from the await: while another {@code next()} is pending, from
   *     inside itself, in another task than the first one's, once the stream has been closed or has
   *     become the source of another one
   */
  @LeafForm(Leaves.class)
  Async<@Nullable T, X> next();

  // ---------------------------------------------------------------- sources

  /** No items. */
  static <T> AsyncStream<T, RuntimeException> empty() {
    return Streams.of(List.of());
  }

  /** These items. */
  @SafeVarargs
  @SuppressWarnings("varargs") // only read
  static <T> AsyncStream<T, RuntimeException> of(T... items) {
    return Streams.of(items);
  }

  /** The items of a collection, taken one by one as they are wanted. */
  static <T> AsyncStream<T, RuntimeException> from(Iterable<? extends T> items) {
    return Streams.of(items);
  }

  /** The items of a collection, each given through {@code f} when it is wanted. */
  static <A, T, X extends Exception> AsyncStream<T, X> from(
      Iterable<? extends A> items, AsyncFunction<? super A, ? extends T, ? extends X> f) {
    return Streams.from(items, f);
  }

  /**
   * 0, 1, 2, … at times that are {@code period} apart by the runtime's clock, the first one after
   * one period. A consumer that is late gets one item for all the times it has missed, so the
   * numbers may have gaps.
   */
  static AsyncStream<Long, RuntimeException> interval(Duration period) {
    return Streams.interval(period);
  }

  /**
   * The items that a block emits:
   *
   * <pre>{@code
   * AsyncStream.generate((Emitter<Line> out) -> {
   *   try (var file = open().await()) {
   *     Line l;
   *     while ((l = file.readLine().await()) != null) out.emit(l).await();
   *   }
   * });
   * }</pre>
   *
   * <p>The block starts with the first {@code next()} and runs no further than to its next item.
   * When the stream is closed before the block has ended, it gets {@link Cancelled} at its await,
   * so its {@code finally} runs, and may await; the closing waits for that.
   */
  static <T, X extends Exception> AsyncStream<T, X> generate(
      AsyncConsumer<Emitter<T>, ? extends X> block) {
    return Streams.generate(block);
  }

  /** {@code seed}, then {@code f} of it, then {@code f} of that, and so on, each when wanted. */
  static <T, X extends Exception> AsyncStream<T, X> iterate(
      T seed, AsyncFunction<? super T, ? extends T, ? extends X> f) {
    return Streams.iterate(seed, f);
  }

  /** All items of {@code a}, which is then closed, and then those of {@code b}. */
  static <T, X extends Exception> AsyncStream<T, X> concat(
      AsyncStream<? extends T, ? extends X> a, AsyncStream<? extends T, ? extends X> b) {
    return Streams.concat(List.of(a, b));
  }

  /**
   * The items of both, in the order in which they come. A {@code next()} asks both; what the other
   * one has been asked for goes on while the consumer is busy, so this runs ahead by one item of
   * each.
   */
  static <T, X extends Exception> AsyncStream<T, X> merge(
      AsyncStream<? extends T, ? extends X> a, AsyncStream<? extends T, ? extends X> b) {
    return Streams.merge(List.of(a, b));
  }

  /**
   * The items of all, in the order in which they come; see {@link #merge(AsyncStream,
   * AsyncStream)}.
   */
  static <T, X extends Exception> AsyncStream<T, X> merge(
      Collection<? extends AsyncStream<? extends T, ? extends X>> all) {
    return Streams.merge(all);
  }

  // ---------------------------------------------------------------- operators

  /**
   * The same stream with a wider kind of exception, or with a first checked one where it had none:
   * {@code from(urls).throwing(IOException.class).map(u -> fetch(u).await())}.
   */
  @SuppressWarnings("unchecked") // throws less than Y: X is a subclass of Y or unchecked
  default <Y extends Exception> AsyncStream<T, Y> throwing(Class<Y> kind) {
    return (AsyncStream<T, Y>) this;
  }

  /** Each item given through {@code f}, which must not give null. */
  default <R> AsyncStream<R, X> map(AsyncFunction<? super T, ? extends R, ? extends X> f) {
    return Streams.map(this, f);
  }

  /**
   * Each item given through {@code f}, at most {@code n} at a time, in the order of the items. Runs
   * ahead: at most {@code n} items are being worked on or are finished and not taken. They go on
   * while the consumer is busy; closing the stream cancels and awaits them, and lets go of results
   * that nobody took.
   */
  default <R> AsyncStream<R, X> mapConcurrent(
      int n, AsyncFunction<? super T, ? extends R, ? extends X> f) {
    return Streams.mapConcurrent(this, n, f);
  }

  /** The items that {@code p} accepts. */
  default AsyncStream<T, X> filter(AsyncPredicate<? super T, ? extends X> p) {
    return Streams.filter(this, p);
  }

  /** All items of the stream that {@code f} makes of each item, one stream after the other. */
  default <R> AsyncStream<R, X> flatMap(
      AsyncFunction<? super T, ? extends AsyncStream<? extends R, ? extends X>, ? extends X> f) {
    return Streams.flatMap(this, f);
  }

  /** All items of the collection that {@code f} makes of each item. */
  default <R> AsyncStream<R, X> flatMapIterable(
      AsyncFunction<? super T, ? extends Iterable<? extends R>, ? extends X> f) {
    return Streams.flatMapIterable(this, f);
  }

  /** The same items; {@code f} sees each before it is handed on. */
  default AsyncStream<T, X> peek(AsyncConsumer<? super T, ? extends X> f) {
    return Streams.peek(this, f);
  }

  /** The first {@code n} items. After the last of them the source is not asked again. */
  default AsyncStream<T, X> limit(long n) {
    return Streams.limit(this, n);
  }

  /** All items but the first {@code n}. */
  default AsyncStream<T, X> skip(long n) {
    return Streams.skip(this, n);
  }

  /** The items before the first one that {@code p} does not accept. */
  default AsyncStream<T, X> takeWhile(AsyncPredicate<? super T, ? extends X> p) {
    return Streams.takeWhile(this, p);
  }

  /** The items from the first one on that {@code p} does not accept. */
  default AsyncStream<T, X> dropWhile(AsyncPredicate<? super T, ? extends X> p) {
    return Streams.dropWhile(this, p);
  }

  /** Each item once, by {@code equals}. Remembers all of them. */
  default AsyncStream<T, X> distinct() {
    return Streams.distinct(this);
  }

  /** All items in an order; reads the source to its end first. Stable. */
  default AsyncStream<T, X> sorted(Comparator<? super T> order) {
    return Streams.sorted(this, order);
  }

  /**
   * All items in their natural order; reads the source to its end first.
   *
   * @throws ClassCastException from {@code next()}, when the items are not {@code Comparable}
   */
  @SuppressWarnings("unchecked") // as java.util.stream.Stream does it
  default AsyncStream<T, X> sorted() {
    return Streams.sorted(this, (Comparator<T>) Comparator.naturalOrder());
  }

  /**
   * The items in lists of {@code n}; the last one may be shorter. Waits until a list is full or the
   * source ends. A failure behind a part of a list comes after that part.
   */
  default AsyncStream<List<T>, X> chunks(int n) {
    return Streams.chunks(this, n);
  }

  /** The same items, handed on no faster than one in {@code time}. None is dropped. */
  default AsyncStream<T, X> throttle(Duration time) {
    return Streams.throttle(this, time);
  }

  /**
   * The same items; fails with {@link TimedOutException} when one does not come within {@code
   * limit} of being asked for. Closing the stream then cancels what was waited for.
   */
  default AsyncStream<T, X> timeout(Duration limit) {
    return Streams.timeout(this, limit);
  }

  // ---------------------------------------------------------------- terminal operations

  /** Runs {@code f} for each item, one after the other. */
  default Async<@Nullable Void, X> forEach(AsyncConsumer<? super T, ? extends X> f) {
    return Streams.forEach(this, f);
  }

  /**
   * Runs {@code f} for each item, at most {@code n} at a time, all in this task. The first failure
   * cancels the rest, which are awaited; their failures are suppressed in it.
   */
  default Async<@Nullable Void, X> forEachConcurrent(
      int n, AsyncConsumer<? super T, ? extends X> f) {
    return Streams.forEachConcurrent(this, n, f);
  }

  /** Gives all items to one of the JDK's collectors. */
  default <R, A> Async<R, X> collect(Collector<? super T, A, R> collector) {
    return Streams.collect(this, collector);
  }

  /** All items, in an unmodifiable list. */
  default Async<List<T>, X> toList() {
    return Streams.toList(this);
  }

  /** All items, in an array that {@code make} makes, given the length. */
  default <A> Async<A[], X> toArray(IntFunction<A[]> make) {
    return Streams.toArray(this, make);
  }

  /** How many items there are. */
  default Async<Long, X> count() {
    return Streams.count(this);
  }

  /** The first item. */
  default Async<Optional<T>, X> findFirst() {
    return Streams.findFirst(this);
  }

  /** Combines all items, beginning with {@code identity}. */
  default Async<T, X> reduce(
      T identity, AsyncBiFunction<? super T, ? super T, ? extends T, ? extends X> f) {
    return Streams.reduce(this, identity, f);
  }

  /** Combines all items, beginning with the first; empty when there is none. */
  default Async<Optional<T>, X> reduce(
      AsyncBiFunction<? super T, ? super T, ? extends T, ? extends X> f) {
    return Streams.reduce(this, f);
  }

  /** Whether {@code p} accepts any item; asks for no item behind the first such. */
  default Async<Boolean, X> anyMatch(AsyncPredicate<? super T, ? extends X> p) {
    return Streams.match(this, p, true, true);
  }

  /** Whether {@code p} accepts all items; asks for no item behind the first that it does not. */
  default Async<Boolean, X> allMatch(AsyncPredicate<? super T, ? extends X> p) {
    return Streams.match(this, p, false, false);
  }

  /** Whether {@code p} accepts no item; asks for no item behind the first that it does. */
  default Async<Boolean, X> noneMatch(AsyncPredicate<? super T, ? extends X> p) {
    return Streams.match(this, p, true, false);
  }

  /** The smallest item, the first of several such; empty when there is none. */
  default Async<Optional<T>, X> min(Comparator<? super T> order) {
    return Streams.min(this, order);
  }

  /** The largest item, the last of several such; empty when there is none. */
  default Async<Optional<T>, X> max(Comparator<? super T> order) {
    return Streams.max(this, order);
  }
}
