package dev.bide.internal;

import dev.bide.AsyncSupplier;
import dev.bide.Cancelled;
import dev.bide.Throws2;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The first to end wins; the others are cancelled and awaited, and their values let go of. A
 * loser's failed clean-up is reported and does not fail the winner; an {@code Error} does.
 */
public class RaceAll<T extends @Nullable Object, X extends Exception, Y extends Exception>
    extends Combinator<T, Exception> implements Throws2<T, X, Y> {
  /** Until they have started. */
  private List<? extends AsyncSupplier<?, ?>> entrants;

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

  @Override
  void begin(EngineContext cx) {
    List<? extends AsyncSupplier<?, ?>> all = entrants;
    entrants = List.of();
    for (AsyncSupplier<?, ?> entrant : all) {
      if (winner == null) {
        start(cx, Blocks.computation(entrant));
      } else {
        startUnwanted(cx, Blocks.computation(entrant));
      }
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
      if (t != null && failure != null && failure != t) {
        t.addSuppressed(failure);
      }
    } else if (t == null || t == decided) {
      return;
    } else if (decided != null) {
      decided.addSuppressed(t);
    } else if (!(t instanceof Error e)) {
      child.task.scheduler.failed("the clean-up of a race's loser failed", t);
    } else if (error == null) {
      error = e;
    } else if (error != e) {
      error.addSuppressed(e);
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
    return value(w);
  }

  @Nullable Object value(ChildRoot w) {
    return w.value();
  }
}
