package dev.bide;

import dev.bide.internal.All;
import dev.bide.internal.Blocks;
import dev.bide.internal.Both;
import dev.bide.internal.Capability;
import dev.bide.internal.Discarding;
import dev.bide.internal.JoinTwo;
import dev.bide.internal.Mapped;
import dev.bide.internal.RaceAll;
import dev.bide.internal.Ready;
import dev.bide.internal.Retrying;
import dev.bide.internal.ScopeRun;
import dev.bide.internal.SelectTwo;
import dev.bide.internal.Shared;
import dev.bide.internal.Shielded;
import dev.bide.internal.Sleep;
import dev.bide.internal.Timeout;
import dev.bide.runtime.Context;
import dev.bide.weave.v1.CombinatorLeaves;
import dev.bide.weave.v1.LeafForm;
import dev.bide.weave.v1.Leaves;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A computation that will produce a {@code T} or fail with an {@code X}. Cold: nothing happens
 * until it is polled, which {@code await()} in a block does. It has one owner and runs once.
 *
 * <pre>{@code
 * static Async<Integer, IOException> countLines(String host, int port) {
 *   return async(() -> {
 *     try (var connection = TcpStream.connect(host, port).await()) {
 *       int n = 0;
 *       for (String line : connection.lines(UTF_8).await()) n++;
 *       return n;
 *     }
 *   });
 * }
 * }</pre>
 *
 * <p>Thread rules: all of a task is polled on one thread at a time, so computations hold plain
 * fields and are not to be shared between tasks.
 *
 * @param <T> the value
 * @param <X> the kind of exception it fails with; {@code RuntimeException} when no checked one
 */
public interface Async<T extends @Nullable Object, X extends Exception>
    extends AsyncSupplier<T, X> {
  /**
   * Goes on as far as it can. Called by the owner, again after each wake-up, until it returns a
   * value or throws.
   *
   * @return the value, or {@link Poll#PENDING} after arranging a wake-up by {@code cx.waker()}
   * @throws X when it fails
   * @throws IllegalStateException when polled after its end, from inside its own poll, or by a
   *     second owner
   */
  @Nullable Object poll(Context cx) throws X;

  /**
   * Asks it to end early. Records the request and runs no user code; the owner polls on to the end.
   * A waiting block gets {@link Cancelled} at its await. Idempotent, and sticks.
   */
  void cancel();

  /**
   * Asks it, after {@link #cancel}, to wait for nothing more: each await of it throws, in {@code
   * finally} too. Sent when a grace period has run out. A leaf that has nothing of the kind treats
   * it as a cancel.
   */
  default void abort() {
    cancel();
  }

  /** Not to be called: a computation is run by {@code await()}. */
  @Override
  default T body() throws X {
    throw new IllegalStateException(
        "a computation is not called, it is awaited: write await(), inside a block");
  }

  /**
   * Fails with {@link TimedOutException} unless it has ended after {@code limit}. It is then
   * cancelled and awaited; a value that arrives after all is returned.
   */
  @LeafForm(value = CombinatorLeaves.class, waits = true)
  default Timed<T, X> timeout(Duration limit) {
    return Timeout.of(limit, this);
  }

  /**
   * The same computation for several who wait: each {@code await} of the result waits for the one
   * run, which is cancelled when all that waited have given up.
   */
  default Async<T, X> shared() {
    return new Shared<>(this);
  }

  /**
   * Says what to do with the value should a combinator drop it: a {@code race} that another has
   * won, a {@code join} that has failed. Without it, a value that can be closed is closed, and any
   * other is forgotten.
   */
  default Async<T, X> onDiscard(AsyncConsumer<? super T, ?> f) {
    return new Discarding<>(this, f);
  }

  /** Its value given through {@code f}. */
  default <R extends @Nullable Object> Async<R, X> map(
      AsyncFunction<? super T, ? extends R, ? extends X> f) {
    return new Mapped<>(this, f);
  }

  /**
   * The same computation with a wider kind of exception, or with a first checked one where it had
   * none.
   */
  @SuppressWarnings("unchecked") // throws less than Y: X is a subclass of Y or unchecked
  default <Y extends Exception> Async<T, Y> throwing(Class<Y> kind) {
    return (Async<T, Y>) this;
  }

  // ---------------------------------------------------------------- blocks

  /** A computation from a block. Its checked exceptions are inferred into {@code X}. */
  static <T extends @Nullable Object, X extends Exception> Async<T, X> async(
      AsyncSupplier<? extends T, ? extends X> block) {
    return Blocks.of(block);
  }

  /** A computation from a block that gives no value. */
  static <X extends Exception> Async<@Nullable Void, X> async(AsyncRunnable<? extends X> block) {
    return Blocks.of(block);
  }

  /** Names two unrelated kinds: {@code throwing(A.class, B.class).async(() -> …)} keeps both. */
  static <X extends Exception, Y extends Exception> Kinds<X, Y> throwing(Class<X> x, Class<Y> y) {
    return Both.kinds();
  }

  /** A computation that is ready with a value. */
  static <T extends @Nullable Object, X extends Exception> Async<T, X> of(T value) {
    return new Ready<>(value, null);
  }

  /** A computation that fails at once. */
  static <T extends @Nullable Object, X extends Exception> Async<T, X> failed(X failure) {
    return new Ready<>(null, failure);
  }

  // ---------------------------------------------------------------- several at once

  /**
   * Runs both inside this task and waits for both. The first failure cancels the other, which is
   * awaited. For two of one kind.
   */
  @LeafForm(value = CombinatorLeaves.class, waits = true)
  static <A extends @Nullable Object, B extends @Nullable Object, X extends Exception>
      Async<Pair<A, B>, X> join(Async<? extends A, X> a, Async<? extends B, X> b) {
    return plain(new JoinTwo<A, B, X, X>(a, b));
  }

  /** The same for two kinds of exceptions, and for blocks. */
  @LeafForm(value = CombinatorLeaves.class, waits = true)
  static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          X extends Exception,
          Y extends Exception>
      Throws2<Pair<A, B>, X, Y> join(
          AsyncSupplier<? extends A, ? extends X> a, AsyncSupplier<? extends B, ? extends Y> b) {
    return new JoinTwo<>(a, b);
  }

  /** The first to end, with its value or failure; the other is cancelled and awaited. */
  @LeafForm(value = CombinatorLeaves.class, waits = true)
  static <T extends @Nullable Object, X extends Exception> Async<T, X> race(
      Async<? extends T, X> a, Async<? extends T, X> b) {
    return plain(new RaceAll<T, X, X>(a, b));
  }

  /** The same for two kinds of exceptions, and for blocks. */
  @LeafForm(value = CombinatorLeaves.class, waits = true)
  static <T extends @Nullable Object, X extends Exception, Y extends Exception>
      Throws2<T, X, Y> race(
          AsyncSupplier<? extends T, ? extends X> a, AsyncSupplier<? extends T, ? extends Y> b) {
    return new RaceAll<>(a, b);
  }

  /**
   * The first of all to end.
   *
   * @throws IllegalArgumentException when there is none, since that race would never end
   */
  static <T extends @Nullable Object, X extends Exception> Async<T, X> race(
      Collection<? extends AsyncSupplier<? extends T, ? extends X>> all) {
    return plain(new RaceAll<T, X, X>(all, false));
  }

  /**
   * The first to end with a value; when all fail, the first failure with the others suppressed. An
   * {@code Error} is a bug, and ends it at once.
   */
  static <T extends @Nullable Object, X extends Exception> Async<T, X> firstSuccess(
      Collection<? extends AsyncSupplier<? extends T, ? extends X>> all) {
    return plain(new RaceAll<T, X, X>(all, true));
  }

  /** Which of two is the first to end, with its value; the other is cancelled and awaited. */
  @LeafForm(value = CombinatorLeaves.class, waits = true)
  static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          X extends Exception,
          Y extends Exception>
      Throws2<Selected<A, B>, X, Y> select(
          AsyncSupplier<? extends A, ? extends X> a, AsyncSupplier<? extends B, ? extends Y> b) {
    return new SelectTwo<>(a, b);
  }

  /**
   * Runs all inside this task; the values in the given order. The first failure cancels the rest.
   */
  static <T extends @Nullable Object, X extends Exception> Async<List<T>, X> all(
      Collection<? extends AsyncSupplier<? extends T, ? extends X>> all) {
    return All.of(all);
  }

  /** Runs {@code f} for every item, all at once. */
  static <A, T extends @Nullable Object, X extends Exception> Async<List<T>, X> all(
      Iterable<? extends A> items, AsyncFunction<? super A, ? extends T, ? extends X> f) {
    return All.of(Integer.MAX_VALUE, items, f);
  }

  /** Runs {@code f} for every item, all at once, for its effect. */
  static <A, X extends Exception> Async<@Nullable Void, X> all(
      Iterable<? extends A> items, AsyncConsumer<? super A, ? extends X> f) {
    return All.of(Integer.MAX_VALUE, items, f);
  }

  /** Runs {@code f} for every item, at most {@code atOnce} at a time. */
  static <A, T extends @Nullable Object, X extends Exception> Async<List<T>, X> all(
      int atOnce,
      Iterable<? extends A> items,
      AsyncFunction<? super A, ? extends T, ? extends X> f) {
    return All.of(atOnce, items, f);
  }

  /** Runs {@code f} for every item, at most {@code atOnce} at a time, for its effect. */
  static <A, X extends Exception> Async<@Nullable Void, X> all(
      int atOnce, Iterable<? extends A> items, AsyncConsumer<? super A, ? extends X> f) {
    return All.of(atOnce, items, f);
  }

  /** Two equal kinds are one. */
  @SuppressWarnings("unchecked") // throws X or Y, and they are the same
  private static <T extends @Nullable Object, X extends Exception> Async<T, X> plain(
      Throws2<T, X, X> both) {
    return (Async<T, X>) (Async<?, ?>) both;
  }

  // ---------------------------------------------------------------- time

  /** Waits for a time, by the runtime's clock. Zero or less: ready at once. */
  @LeafForm(value = Leaves.class, waits = true)
  static Async<@Nullable Void, RuntimeException> sleep(Duration time) {
    return new Sleep(time);
  }

  /** The runtime's monotonic clock in nanoseconds: virtual in a test or a simulation. */
  static Async<Long, RuntimeException> nanoTime() {
    return Sleep.clock();
  }

  /** Runs a block with a limit; see {@link #timeout(Duration)}. */
  @LeafForm(value = CombinatorLeaves.class, waits = true)
  static <T extends @Nullable Object, X extends Exception> Timed<T, X> timeout(
      Duration limit, AsyncSupplier<? extends T, ? extends X> block) {
    return Timeout.of(limit, block);
  }

  /** Runs a block that gives no value with a limit. */
  @LeafForm(value = CombinatorLeaves.class, waits = true)
  static <X extends Exception> Timed<@Nullable Void, X> timeout(
      Duration limit, AsyncRunnable<? extends X> block) {
    return Timeout.of(limit, Blocks.of(block));
  }

  /** Runs a block until it succeeds, or until {@code how} gives up: then its last failure. */
  static <T extends @Nullable Object, X extends Exception> Async<T, X> retry(
      Retry how, AsyncSupplier<? extends T, ? extends X> block) {
    return new Retrying<>(how, block);
  }

  /** Runs a block that gives no value until it succeeds. */
  static <X extends Exception> Async<@Nullable Void, X> retry(
      Retry how, AsyncRunnable<? extends X> block) {
    return new Retrying<>(how, Blocks.again(block));
  }

  // ---------------------------------------------------------------- scopes

  /** Runs a block that may start children; ends when it and all of them have ended. */
  @SuppressWarnings("overloads")
  static <T extends @Nullable Object, X extends Exception> Async<T, X> scope(
      AsyncFunction<? super Scope, ? extends T, ? extends X> block) {
    return ScopeRun.scope(block);
  }

  /** The same for a block that gives no value. */
  static <X extends Exception> Async<@Nullable Void, X> scope(
      AsyncConsumer<? super Scope, ? extends X> block) {
    return ScopeRun.scope(block);
  }

  /** Runs a block that may start children whose failures stay their own. */
  @SuppressWarnings("overloads")
  static <T extends @Nullable Object, X extends Exception> Async<T, X> supervise(
      AsyncFunction<? super Supervisor, ? extends T, ? extends X> block) {
    return ScopeRun.supervise(block);
  }

  /** The same for a block that gives no value. */
  static <X extends Exception> Async<@Nullable Void, X> supervise(
      AsyncConsumer<? super Supervisor, ? extends X> block) {
    return ScopeRun.supervise(block);
  }

  /**
   * Runs a block that no cancel cuts short; an abort does. The request waits for the next await.
   */
  static <T extends @Nullable Object, X extends Exception> Async<T, X> shielded(
      AsyncSupplier<? extends T, ? extends X> block) {
    return new Shielded<>(block);
  }

  /** The same for a block that gives no value. */
  static <X extends Exception> Async<@Nullable Void, X> shielded(AsyncRunnable<? extends X> block) {
    return new Shielded<>(Blocks.of(block));
  }

  // ---------------------------------------------------------------- the runtime

  /**
   * A capability of the runtime that polls.
   *
   * @throws dev.bide.runtime.MissingCapabilityException from the await, when it has none such
   */
  static <C> Async<C, RuntimeException> capability(Class<C> type) {
    return new Capability<>(type);
  }
}
