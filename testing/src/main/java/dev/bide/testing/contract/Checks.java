package dev.bide.testing.contract;

import dev.bide.Async;
import dev.bide.AsyncSupplier;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.runtime.Scheduler;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CancellationException;
import org.jspecify.annotations.Nullable;

/** A group of checks: each method with {@link Rule} is run on a fresh instance. */
abstract class Checks {
  private @Nullable Host host;
  private @Nullable Programs programs;
  private boolean usedPrograms;

  /** What happened, in order; for leaves' and blocks' logs. */
  final List<String> log = new ArrayList<>();

  Checks() {}

  final void set(Host host, Programs programs) {
    this.host = host;
    this.programs = programs;
  }

  /** Whether it ran any block: if not, it is the same check for all ways of writing them. */
  final boolean usedPrograms() {
    return usedPrograms;
  }

  // ---------------------------------------------------------------- what is checked

  final Host host() {
    return Objects.requireNonNull(host);
  }

  final Scheduler scheduler() {
    return host().scheduler();
  }

  /** The programs. */
  final Programs p() {
    usedPrograms = true;
    return Objects.requireNonNull(programs);
  }

  final <T extends @Nullable Object> Task<T, Exception> spawn(
      AsyncSupplier<T, ? extends Exception> x) {
    return scheduler().<T, Exception>spawn(x);
  }

  /** A task that has gone on to where it waits. */
  final <T extends @Nullable Object> Task<T, Exception> spawned(
      AsyncSupplier<T, ? extends Exception> x) {
    Task<T, Exception> t = spawn(x);
    settle();
    return t;
  }

  /** Runs a computation as a task to its end. */
  final <T extends @Nullable Object> T run(AsyncSupplier<T, ? extends Exception> x)
      throws Exception {
    Task<T, Exception> t = spawned(x);
    ended(t);
    return t.resultNow();
  }

  final void settle() {
    host().settle();
  }

  /** A hand-written computation that does something once and is ready. */
  static <T extends @Nullable Object> Async<T, Exception> doing(Act<? extends T> act) {
    return new Async<T, Exception>() {
      private boolean polled;

      @Override
      public @Nullable Object poll(Context cx) throws Exception {
        if (polled) {
          throw new IllegalStateException("polled after its end");
        }
        polled = true;
        return act.act(cx);
      }

      @Override
      public void cancel() {}
    };
  }

  /** What a hand-written computation does. */
  interface Act<T extends @Nullable Object> {
    T act(Context cx) throws Exception;
  }

  /** A hand-written computation that is polled by this and asked to cancel by that. */
  static Async<@Nullable Object, Exception> polling(Act<@Nullable Object> poll, Runnable cancel) {
    return new Async<@Nullable Object, Exception>() {
      @Override
      public @Nullable Object poll(Context cx) throws Exception {
        return poll.act(cx);
      }

      @Override
      public void cancel() {
        cancel.run();
      }
    };
  }

  /** Polls {@code x} as often as it is polled, and is pending as long as it is. */
  static Async<@Nullable Object, Exception> owner(Async<?, ?> x) {
    return polling(x::poll, x::cancel);
  }

  static boolean pending(@Nullable Object r) {
    return r == Poll.PENDING;
  }

  final void tell(String what) {
    log.add(what);
  }

  // ---------------------------------------------------------------- what is expected

  static void equal(@Nullable Object expected, @Nullable Object actual) {
    equal(expected, actual, "");
  }

  static void equal(@Nullable Object expected, @Nullable Object actual, String what) {
    if (!Objects.equals(expected, actual)) {
      throw new AssertionError(
          what + (what.isEmpty() ? "" : ": ") + "expected " + expected + " but was " + actual);
    }
  }

  static void isTrue(boolean condition, String what) {
    if (!condition) {
      throw new AssertionError(what);
    }
  }

  final void logIs(String... lines) {
    equal(List.of(lines), log);
  }

  static void ended(Task<?, ?> t) {
    isTrue(t.isEnded(), "the task has not ended");
  }

  static void waits(Task<?, ?> t) {
    isTrue(!t.isEnded(), "the task has ended");
  }

  /** The task has ended with this failure, which is returned. */
  static <E extends Throwable> E failed(Class<E> kind, Task<?, ?> t) {
    ended(t);
    return thrown(kind, t::resultNow);
  }

  /** The task was cancelled. */
  static void wasCancelled(Task<?, ?> t) {
    failed(CancellationException.class, t);
  }

  interface Code {
    void run() throws Exception;
  }

  static <E extends Throwable> E thrown(Class<E> kind, Code code) {
    try {
      code.run();
    } catch (Throwable t) {
      if (kind.isInstance(t)) {
        return kind.cast(t);
      }
      throw new AssertionError("expected " + kind.getName() + " but was " + t, t);
    }
    throw new AssertionError("expected " + kind.getName() + " but nothing was thrown");
  }

  static void contains(String part, @Nullable String whole) {
    isTrue(whole != null && whole.contains(part), "expected '" + part + "' in: " + whole);
  }

  final void noFailures() {
    equal(List.of(), host().failures(), "reported failures");
  }

  static boolean isCancelled(Throwable t) {
    return t instanceof Cancelled;
  }
}
