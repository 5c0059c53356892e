package dev.bide.internal;

import dev.bide.Async;
import dev.bide.AsyncRunnable;
import dev.bide.AsyncSupplier;
import dev.bide.Cancelled;
import dev.bide.Throws2;
import dev.bide.weave.v1.Leaf;
import dev.bide.weave.v1.Suspended;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The first to end wins; the others are cancelled and awaited, and their values let go of. A
 * loser's failed clean-up is reported and does not fail the winner; an {@code Error} does.
 */
public class RaceAll<T extends @Nullable Object, X extends Exception, Y extends Exception>
    extends Combinator<T, Exception> implements Throws2<T, X, Y> {
  /** Until it has started: the first of two, or a list of all. */
  private @Nullable Object entrants;

  /** Until it has started. */
  private @Nullable AsyncSupplier<?, ?> second;

  /** Whether an exception does not win as long as another may still succeed. An error does. */
  private final boolean untilSuccess;

  private @Nullable ChildRoot winner;

  /** A loser's, which fails the winner. */
  private @Nullable Error error;

  /** Of these. */
  public RaceAll(Collection<? extends AsyncSupplier<?, ?>> entrants, boolean untilSuccess) {
    if (entrants.isEmpty()) {
      throw new IllegalArgumentException("a race of none never ends");
    }
    this.entrants = List.copyOf(entrants);
    this.untilSuccess = untilSuccess;
  }

  /** Of two. */
  public RaceAll(AsyncSupplier<?, ?> a, AsyncSupplier<?, ?> b) {
    this.entrants = Objects.requireNonNull(a);
    this.second = Objects.requireNonNull(b);
    this.untilSuccess = false;
  }

  /** One of two that runs again. */
  RaceAll() {
    super(true);
    this.untilSuccess = false;
  }

  /**
   * See {@link dev.bide.weave.v1.CombinatorLeaves#race}.
   *
   * @param a a woven block, or a computation
   * @param b another one
   */
  public static @Nullable Object inPlace(
      AsyncSupplier<?, ?> a, AsyncSupplier<?, ?> b, EngineContext cx, @Nullable Suspended spare)
      throws Exception {
    RaceAll<?, ?, ?> r =
        Leaf.in(spare) instanceof RaceAll<?, ?, ?> known
                && known.getClass() == RaceAll.class // another place may share what is kept
                && known.isFree(cx)
            ? known
            : new RaceAll<>();
    return r.runInPlace(a, b, cx, spare);
  }

  @Override
  final void keep(Async<?, ?> a, @Nullable Async<?, ?> b) {
    entrants = a;
    second = b;
  }

  @Override
  final void begin(EngineContext cx, AsyncRunnable<?> a, @Nullable AsyncRunnable<?> b) {
    startGiven(cx, a, false);
    startGiven(cx, Objects.requireNonNull(b), winner != null);
  }

  @Override
  void begin(EngineContext cx) {
    Object all = entrants;
    AsyncSupplier<?, ?> b = second;
    entrants = null;
    second = null;
    if (b != null) {
      enter(cx, (AsyncSupplier<?, ?>) all);
      enter(cx, b);
      return;
    }
    for (Object entrant : (List<?>) Objects.requireNonNull(all)) {
      enter(cx, (AsyncSupplier<?, ?>) entrant);
    }
  }

  private void enter(EngineContext cx, @Nullable AsyncSupplier<?, ?> entrant) {
    Async<?, ?> a = Blocks.computation(Objects.requireNonNull(entrant));
    if (winner == null) {
      start(cx, a);
    } else {
      startUnwanted(cx, a);
    }
  }

  @Override
  void ended(ChildRoot child) {
    Throwable t = child.failure();
    if (t instanceof Cancelled) {
      return;
    }
    ChildRoot w = winner;
    Throwable decided = w == null ? null : w.failure();
    if (w == null) {
      if (t != null && untilSuccess && !(t instanceof Error)) {
        fail(t);
        return;
      }
      winner = child;
      cancelChildren();
      if (t != null && failure != null) {
        Failures.suppress(t, failure);
      }
    } else if (t == null || t == decided) {
      return;
    } else if (decided != null) {
      Failures.suppress(decided, t);
    } else if (!(t instanceof Error e)) {
      child.task.scheduler.failed("the clean-up of a race's loser failed", t);
    } else if (error == null) {
      error = e;
    } else {
      Failures.suppress(error, e);
    }
  }

  @Override
  void settle(TaskCore<?, ?> task) {
    ChildRoot w = winner;
    int n = size();
    for (int i = 0; i < n; i++) {
      ChildRoot r = child(i);
      if (r != w || error != null) {
        discard(r);
      }
    }
  }

  @Override
  @Nullable Object outcome(EngineContext cx) throws Throwable {
    if (error != null) {
      throw error;
    }
    ChildRoot w = winner;
    if (w == null) {
      throwFailure();
      throw Cancellation.cancelled();
    }
    Throwable t = w.failure();
    if (t != null) {
      throw t;
    }
    return value(w, cx);
  }

  @Nullable Object value(ChildRoot w, EngineContext cx) {
    return w.value(cx);
  }

  @Override
  void forget() {
    super.forget();
    winner = null;
    error = null;
    entrants = null; // where it could not begin
    second = null;
  }
}
