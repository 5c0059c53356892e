package dev.bide.internal;

import dev.bide.Async;
import dev.bide.AsyncBiFunction;
import dev.bide.AsyncConsumer;
import dev.bide.AsyncFunction;
import dev.bide.AsyncPredicate;
import dev.bide.AsyncRunnable;
import dev.bide.AsyncSupplier;
import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.weave.v1.Frame;
import dev.bide.weave.v1.Plain;
import dev.bide.weave.v1.Slots;
import dev.bide.weave.v1.Startable;
import dev.bide.weave.v1.Suspended;
import dev.bide.weave.v1.Weave;
import dev.bide.weave.v1.Woven;
import dev.bide.weave.v1.WovenConsumer;
import dev.bide.weave.v1.WovenFunction;
import dev.bide.weave.v1.WovenRunnable;
import dev.bide.weave.v1.WovenSupplier;
import org.jspecify.annotations.Nullable;

/** Makes computations from blocks, one class for each shape. */
public final class Blocks {
  private Blocks() {}

  /** From a block, or the computation itself when it is one. */
  @SuppressWarnings("unchecked") // a producer of a subtype is a producer of the type
  public static <T extends @Nullable Object, X extends Exception> Async<T, X> of(
      AsyncSupplier<? extends T, ? extends X> block) {
    return block instanceof WovenSupplier<?, ?> w
        ? new Started<>(w)
        : (Async<T, X>) computation(block);
  }

  /** From a block without a value. */
  public static <X extends Exception> Async<@Nullable Void, X> of(
      AsyncRunnable<? extends X> block) {
    if (block instanceof AsyncSupplier<?, ? extends X> s) {
      return dropped(computation(s));
    }
    if (block instanceof WovenRunnable<?> w) {
      return new Started<>(w);
    }
    check(block);
    return new Ran<>(block);
  }

  /** The computation of a woven block, with or without a value. */
  static Async<?, ?> given(AsyncRunnable<?> block) {
    return new Started<>((Startable) block);
  }

  /** A computation without its value. */
  private static <X extends Exception> Async<@Nullable Void, X> dropped(
      Async<?, ? extends X> inner) {
    return inner instanceof Block<?, ? extends X> block
        ? new Valueless<X>(block)
        : new Dropped<X>(inner);
  }

  /** The computation of a supplier, whatever kind it is. */
  public static <T extends @Nullable Object, X extends Exception> Async<T, X> computation(
      AsyncSupplier<T, X> s) {
    if (s instanceof Block<T, X> b) { // nearly always
      return b;
    }
    if (s instanceof Async<T, X> a) {
      return a instanceof Shared<T, X> shared ? shared.view() : a;
    }
    return awaited(s);
  }

  /** What awaiting a supplier that is no computation waits for: a task's end, or a fresh run. */
  public static <T extends @Nullable Object, X extends Exception> Async<T, X> awaited(
      AsyncSupplier<T, X> s) {
    if (s
        instanceof WovenSupplier<?, ?> w) { // nearly always: asks for no class that is rarely used
      return new Started<>(w);
    }
    if (s instanceof Task<T, X> task) {
      return task.join();
    }
    if (s instanceof Again<?> again) {
      return again.run();
    }
    if (s == null) {
      throw new NullPointerException(
          "null in place of a computation: what was called gave none (a mock that is not stubbed"
              + " gives null)");
    }
    check(s);
    return new Supplied<>(s);
  }

  /** A block without a value as one that gives null, to be run several times. */
  public static <X extends Exception> AsyncSupplier<@Nullable Void, X> again(
      AsyncRunnable<? extends X> block) {
    check(block);
    return new Again<>(block);
  }

  /** A fresh run of a function. */
  public static <A extends @Nullable Object, R extends @Nullable Object, X extends Exception>
      Async<R, X> of(AsyncFunction<? super A, ? extends R, ? extends X> f, A a) {
    check(f);
    return Application.of(f, a);
  }

  /** A fresh run of a consumer. */
  @SuppressWarnings("overloads") // for typed callers
  public static <A extends @Nullable Object, X extends Exception> Async<@Nullable Void, X> of(
      AsyncConsumer<? super A, ? extends X> f, A a) {
    if (f instanceof AsyncFunction<? super A, ?, ? extends X> g) {
      return dropped(Blocks.<A, @Nullable Object, X>of(g, a));
    }
    check(f);
    return Application.of(f, a);
  }

  /** A fresh run of a predicate. */
  @SuppressWarnings("overloads") // for typed callers
  public static <A extends @Nullable Object, X extends Exception> Async<Boolean, X> of(
      AsyncPredicate<? super A, ? extends X> f, A a) {
    check(f);
    return Application.of(f, a);
  }

  /** A fresh run of a function of two. */
  public static <
          A extends @Nullable Object,
          B extends @Nullable Object,
          R extends @Nullable Object,
          X extends Exception>
      Async<R, X> of(AsyncBiFunction<? super A, ? super B, ? extends R, ? extends X> f, A a, B b) {
    check(f);
    return Application.of(f, a, b);
  }

  /** Runs a function that was {@linkplain #check checked}, until it ends or waits. */
  @SuppressWarnings("unchecked") // the woven form takes what the function takes
  public static <A extends @Nullable Object> @Nullable Object start(
      AsyncFunction<? super A, ?, ?> f, A a, Context cx) throws Throwable {
    return f instanceof WovenFunction<?, ?, ?> w
        ? ((WovenFunction<A, Object, ?>) w).start((Slots) cx, null, a)
        : f.body(a);
  }

  /** The same for a consumer. */
  @SuppressWarnings({"unchecked", "overloads"}) // the woven form takes what the consumer takes
  public static <A extends @Nullable Object> @Nullable Object start(
      AsyncConsumer<? super A, ?> f, A a, Context cx) throws Throwable {
    if (f instanceof AsyncFunction<?, ?, ?> g) {
      return start((AsyncFunction<A, ?, ?>) g, a, cx);
    }
    if (f instanceof WovenConsumer<?, ?> w) {
      return ((WovenConsumer<A, ?>) w).start((Slots) cx, null, a);
    }
    f.voidBody(a);
    return null;
  }

  /** Refuses a lambda that no weaver has seen, before anything of it runs. */
  public static void check(Object block) {
    if (!(block instanceof Woven) && !(block instanceof Plain) && NotWoven.isLambda(block)) {
      throw NotWoven.block(block);
    }
  }

  /**
   * Whether a block is known never to wait, so that calling its method is all there is to running
   * it.
   */
  public static boolean neverWaits(Object block) {
    check(block);
    return !(block instanceof Woven);
  }

  /** What is thrown where a class was not woven: names the line and what to add. */
  public static IllegalStateException notWoven(String what) {
    return NotWoven.call(what);
  }

  private static final class Started<T extends @Nullable Object, X extends Exception>
      extends Block<T, X> {
    private final Startable block;

    Started(Startable block) {
      this.block = block;
    }

    @Override
    @Nullable Object enter(Slots cx, @Nullable Suspended spare) throws Throwable {
      return block.start(cx, spare);
    }

    @Override
    Startable code() {
      return block;
    }
  }

  private static final class Supplied<T extends @Nullable Object, X extends Exception>
      extends Block<T, X> {
    private final AsyncSupplier<? extends T, ? extends X> block;

    Supplied(AsyncSupplier<? extends T, ? extends X> block) {
      this.block = block;
    }

    @Override
    @Nullable Object enter(Slots cx, @Nullable Suspended spare) throws Throwable {
      return block.body();
    }

    @Override
    Object block() {
      return block;
    }
  }

  private static final class Again<X extends Exception>
      implements AsyncSupplier<@Nullable Void, X> {
    private final AsyncRunnable<? extends X> block;

    Again(AsyncRunnable<? extends X> block) {
      this.block = block;
    }

    @SuppressWarnings("unchecked") // null is of any type
    <T extends @Nullable Object, Y extends Exception> Async<T, Y> run() {
      return (Async<T, Y>) (Async<?, ?>) of(block);
    }

    @Override
    public @Nullable Void body() {
      throw new AssertionError("run by awaiting it");
    }
  }

  /** A block without its value, as part of the same chain. */
  private static final class Valueless<X extends Exception> extends Block<@Nullable Void, X> {
    private final Block<?, ? extends X> inner;

    Valueless(Block<?, ? extends X> inner) {
      this.inner = inner;
    }

    @Override
    @Nullable Object enter(Slots cx, @Nullable Suspended spare) throws Throwable {
      Object r = Weave.start(inner, cx);
      return r instanceof Suspended ? Weave.suspend(new DropValue(cx), inner, r, cx) : null;
    }
  }

  private static final class DropValue extends Frame {
    DropValue(Slots cx) {
      super(cx);
    }

    @Override
    public @Nullable Object resume(Slots cx, @Nullable Object in, @Nullable Throwable failure)
        throws Throwable {
      if (failure != null) {
        throw failure;
      }
      return null;
    }

    @Override
    public boolean handles() {
      return false;
    }
  }

  private static final class Ran<X extends Exception> extends Block<@Nullable Void, X> {
    private final AsyncRunnable<? extends X> block;

    Ran(AsyncRunnable<? extends X> block) {
      this.block = block;
    }

    @Override
    @Nullable Object enter(Slots cx, @Nullable Suspended spare) throws Throwable {
      block.voidBody();
      return null;
    }

    @Override
    Object block() {
      return block;
    }
  }
}
