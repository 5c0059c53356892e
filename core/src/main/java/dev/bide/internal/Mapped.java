package dev.bide.internal;

import dev.bide.Async;
import dev.bide.AsyncFunction;
import dev.bide.Cancelled;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A computation and then a function of its value. */
public final class Mapped<
        A extends @Nullable Object, R extends @Nullable Object, X extends Exception>
    extends Combinator<R, X> {
  /** Until it has started. */
  private @Nullable Async<? extends A, ? extends X> first;

  private final AsyncFunction<? super A, ? extends R, ? extends X> f;
  private boolean starting;

  /** Of both. */
  public Mapped(
      Async<? extends A, ? extends X> first, AsyncFunction<? super A, ? extends R, ? extends X> f) {
    this.first = first;
    this.f = f;
  }

  /** The function's from now on. */
  @SuppressWarnings({"unchecked", "NullAway"}) // what the root ran gives A
  private A taken(ChildRoot r) {
    A value = (A) r.value();
    r.forgetOutcome();
    return value;
  }

  @Override
  void begin(EngineContext cx) {
    Async<? extends A, ? extends X> c = Objects.requireNonNull(first);
    first = null;
    starting = true;
    ChildRoot r = start(cx, c);
    starting = false;
    if (r.hasEnded() && r.failure() == null) {
      start(cx, Blocks.of(f, taken(r)));
    }
  }

  @Override
  void ended(ChildRoot child) {
    if (!starting && child.failure() == null && child == child(0)) {
      startLater(child.task, Blocks.of(f, taken(child)));
    }
  }

  @Override
  @Nullable Object outcome(EngineContext cx) throws Throwable {
    ChildRoot last = child(size() - 1);
    Throwable t = last.failure();
    if (t instanceof Cancelled) {
      throw Cancellation.cancelled();
    }
    if (t != null) {
      throw t;
    }
    return last.value();
  }
}
