package dev.bide.internal;

import dev.bide.Async;
import dev.bide.AsyncBiFunction;
import dev.bide.AsyncConsumer;
import dev.bide.AsyncFunction;
import dev.bide.AsyncPredicate;
import dev.bide.runtime.Context;
import dev.bide.weave.v1.Frame;
import dev.bide.weave.v1.Slots;
import dev.bide.weave.v1.Suspended;
import dev.bide.weave.v1.WovenBiFunction;
import dev.bide.weave.v1.WovenConsumer;
import dev.bide.weave.v1.WovenFunction;
import dev.bide.weave.v1.WovenPredicate;
import org.jspecify.annotations.Nullable;

/**
 * A block that gives an argument to a function.
 *
 * <p>Who polls it by hand and alone knows of it, as a stream's stage does of what it runs for an
 * item, may run it again for the next argument once it has ended: with the chain and the frame that
 * it had.
 */
public abstract class Application<
        A extends @Nullable Object, R extends @Nullable Object, X extends Exception>
    extends Block<R, X> {
  /** Until it has started: it lives no longer than the function needs it. */
  private @Nullable A a;

  /** The frame of the run before. */
  private @Nullable Frame frame;

  private Application(A a) {
    this.a = a;
  }

  static <A extends @Nullable Object, R extends @Nullable Object, X extends Exception>
      Async<R, X> of(AsyncFunction<? super A, ? extends R, ? extends X> f, A a) {
    return new OfFunction<A, R, X>(f, a);
  }

  @SuppressWarnings("overloads") // for typed callers
  static <A extends @Nullable Object, X extends Exception> Async<@Nullable Void, X> of(
      AsyncConsumer<? super A, ? extends X> f, A a) {
    return new OfConsumer<A, X>(f, a);
  }

  @SuppressWarnings("overloads") // for typed callers
  static <A extends @Nullable Object, X extends Exception> Async<Boolean, X> of(
      AsyncPredicate<? super A, ? extends X> f, A a) {
    return new OfPredicate<A, X>(f, a);
  }

  static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          R extends @Nullable Object,
          X extends Exception>
      Async<R, X> of(AsyncBiFunction<? super A, ? super B, ? extends R, ? extends X> f, A a, B b) {
    return new OfBiFunction<A, B, R, X>(f, a, b);
  }

  /** What is applied. */
  abstract Object function();

  /** Runs the function until it ends or waits. */
  abstract @Nullable Object apply(Slots cx, @Nullable Suspended spare, A a) throws Throwable;

  /**
   * Runs it for another argument, once it has ended, and polls it. For its owner.
   *
   * @return as {@link #poll}
   * @throws IllegalStateException when it has not ended
   */
  public final @Nullable Object pollAgain(Context cx, @Nullable Object next) throws X {
    return pollAfresh(EngineContext.of(cx), next);
  }

  @Override
  @SuppressWarnings("NullAway") // it is what was given
  final @Nullable Object enter(Slots cx, @Nullable Suspended spare) throws Throwable {
    A given = a;
    a = null;
    return apply(cx, spare, given);
  }

  @Override
  final @Nullable Object enterAsBody(EngineContext cx) throws Throwable {
    return keep(enter(cx, null));
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // of what the function takes
  final @Nullable Object enterAgain(EngineContext cx, @Nullable Object next) throws Throwable {
    Frame known = frame;
    if (known != null) {
      cx.standAt(known.depth); // frames inside it, that are made now, have a larger one
    }
    return keep(apply(cx, known, (A) next)); // not by a field: a store into what may be old
  }

  private @Nullable Object keep(@Nullable Object r) {
    if (r != frame && r instanceof Frame f) {
      frame = f.again() ? f : null;
    }
    return r;
  }

  @Override
  final Chain kept(Chain ended) {
    OwnChain.clean(ended);
    Frame f = frame;
    if (f != null && f.state > 0) {
      frame = null; // it has thrown, and holds what it held then
    }
    return ended;
  }

  @Override
  final Object block() {
    return function();
  }

  private static final class OfFunction<
          A extends @Nullable Object, R extends @Nullable Object, X extends Exception>
      extends Application<A, R, X> {
    private final AsyncFunction<? super A, ? extends R, ? extends X> f;

    OfFunction(AsyncFunction<? super A, ? extends R, ? extends X> f, A a) {
      super(a);
      this.f = f;
    }

    @Override
    Object function() {
      return f;
    }

    @Override
    @SuppressWarnings("unchecked") // the woven form takes what the block takes
    @Nullable Object apply(Slots cx, @Nullable Suspended spare, A a) throws Throwable {
      return f instanceof WovenFunction<?, ?, ?> w
          ? ((WovenFunction<A, R, X>) w).start(cx, spare, a)
          : f.body(a);
    }
  }

  private static final class OfConsumer<A extends @Nullable Object, X extends Exception>
      extends Application<A, @Nullable Void, X> {
    private final AsyncConsumer<? super A, ? extends X> f;

    OfConsumer(AsyncConsumer<? super A, ? extends X> f, A a) {
      super(a);
      this.f = f;
    }

    @Override
    Object function() {
      return f;
    }

    @Override
    @SuppressWarnings("unchecked") // the woven form takes what the block takes
    @Nullable Object apply(Slots cx, @Nullable Suspended spare, A a) throws Throwable {
      if (f instanceof WovenConsumer<?, ?> w) {
        return ((WovenConsumer<A, X>) w).start(cx, spare, a);
      }
      f.voidBody(a);
      return null;
    }
  }

  private static final class OfPredicate<A extends @Nullable Object, X extends Exception>
      extends Application<A, Boolean, X> {
    private final AsyncPredicate<? super A, ? extends X> f;

    OfPredicate(AsyncPredicate<? super A, ? extends X> f, A a) {
      super(a);
      this.f = f;
    }

    @Override
    Object function() {
      return f;
    }

    @Override
    @SuppressWarnings("unchecked") // the woven form takes what the block takes
    @Nullable Object apply(Slots cx, @Nullable Suspended spare, A a) throws Throwable {
      return f instanceof WovenPredicate<?, ?> w
          ? ((WovenPredicate<A, X>) w).start(cx, spare, a)
          : (Boolean) f.body(a);
    }
  }

  /** Of two arguments: the first is kept here. */
  public static final class OfBiFunction<
          A extends @Nullable Object,
          B extends @Nullable Object,
          R extends @Nullable Object,
          X extends Exception>
      extends Application<B, R, X> {
    private final AsyncBiFunction<? super A, ? super B, ? extends R, ? extends X> f;
    private @Nullable A first;

    private OfBiFunction(
        AsyncBiFunction<? super A, ? super B, ? extends R, ? extends X> f, A a, B b) {
      super(b);
      this.f = f;
      this.first = a;
    }

    /** {@link #pollAgain} for two. */
    @SuppressWarnings("unchecked") // of what the function takes
    public @Nullable Object pollAgain(Context cx, @Nullable Object a, @Nullable Object b) throws X {
      first = (A) a;
      return pollAgain(cx, b);
    }

    @Override
    Object function() {
      return f;
    }

    @Override
    @SuppressWarnings({"unchecked", "NullAway"}) // the woven form takes what the block takes
    @Nullable Object apply(Slots cx, @Nullable Suspended spare, B b) throws Throwable {
      A a = first;
      first = null;
      return f instanceof WovenBiFunction<?, ?, ?, ?> w
          ? ((WovenBiFunction<A, B, R, X>) w).start(cx, spare, a, b)
          : f.body(a, b);
    }
  }
}
