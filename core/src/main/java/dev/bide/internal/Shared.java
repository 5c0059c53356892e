package dev.bide.internal;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.Throws2;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/**
 * One run for several who wait. The run is attached to the task that first asked for it; each await
 * is a {@link View} of it.
 *
 * <p>A root that is made of it takes a view ({@link #view}). An await starts it by {@link #poll},
 * which makes the view {@link #direct}; where that waits, the frame that is hung in waits for the
 * view ({@link #taken}), and the next await gets another one.
 */
public sealed class Shared<T extends @Nullable Object, X extends Exception>
    implements Async<T, X>, LooseRoot.Owner, Operator permits Shared.OfTwo {
  private final Async<T, X> body;
  private @Nullable LooseRoot root;

  /** Of whoever polls this itself: an await that starts, or hand-written code. */
  private @Nullable View<T, X> direct;

  /** How many views wait. */
  private int waiting;

  /** The view that has begun it is inside its first step, and will ask for the outcome. */
  private boolean starting;

  /** Of a computation. */
  public Shared(Async<T, X> body) {
    this.body = body;
  }

  /** For one who waits. */
  public final Async<T, X> view() {
    return new View<>(this);
  }

  @Override
  public final void looseEnded(LooseRoot child) {
    Throwable t = child.failure();
    if (t == null || t instanceof Cancelled || starting) {
      Joiners.close(child);
      return;
    }
    String what = "a shared computation failed, and nobody waits for it";
    if (child.task.hasEnded()) { // those who waited are not there any more
      Joiners.close(child);
      child.task.scheduler.failed(what, t);
    } else {
      Joiners.closeFailed(child, what, t);
    }
  }

  /** What the await that has just started this, and is to wait, waits for. */
  final Async<T, X> taken() {
    View<T, X> v = direct();
    direct = null;
    return v;
  }

  private View<T, X> direct() {
    View<T, X> v = direct;
    if (v == null) {
      v = new View<>(this);
      direct = v;
    }
    return v;
  }

  @Override
  public final @Nullable Object poll(Context cx) throws X {
    View<T, X> v = direct();
    try {
      return v.poll(cx);
    } finally {
      if (v.ended && direct == v) {
        direct = null;
      }
    }
  }

  @Override
  public final void cancel() {
    direct().cancel();
  }

  /** One that declares two kinds. */
  public static final class OfTwo<
          T extends @Nullable Object, X extends Exception, Y extends Exception>
      extends Shared<T, Exception> implements Throws2<T, X, Y> {
    /** Of a computation. */
    public OfTwo(Async<T, Exception> body) {
      super(body);
    }

    @Override
    public Throws2<T, X, Y> shared() {
      return this;
    }
  }

  private static final class View<T extends @Nullable Object, X extends Exception>
      implements Async<T, X>, Operator {
    private final Shared<T, X> shared;
    private @Nullable Join<T, X> join;
    private boolean cancelled;
    private boolean ended;

    View(Shared<T, X> shared) {
      this.shared = shared;
    }

    @Override
    public @Nullable Object poll(Context context) throws X {
      if (ended) {
        throw new IllegalStateException("polled after its end: await the shared computation again");
      }
      EngineContext cx = EngineContext.of(context);
      Join<T, X> j = join;
      if (j == null) {
        LooseRoot r = shared.root;
        if (r == null) {
          r = new LooseRoot(cx.task, shared.body, shared);
          shared.root = r;
          if (cancelled) { // accepted, so it starts; nobody else waits for it
            r.request();
          }
          shared.starting = !cancelled;
          try {
            r.stepInside(cx);
          } finally {
            shared.starting = false;
          }
        }
        j = new Join<>(r, false);
        join = j;
        shared.waiting++;
        if (cancelled) {
          giveUp(j);
        }
      }
      boolean over = true;
      try {
        Object r = j.poll(cx);
        over = r != Poll.PENDING;
        return r;
      } finally {
        if (over) {
          ended = true;
          if (!cancelled) {
            shared.waiting--;
          }
        }
      }
    }

    private void giveUp(Join<T, X> j) {
      shared.waiting--;
      j.cancel();
      LooseRoot r = shared.root;
      if (shared.waiting == 0 && r != null) {
        r.cancelFromAnywhere();
      }
    }

    @Override
    public void cancel() {
      if (!cancelled && !ended) {
        cancelled = true;
        Join<T, X> j = join;
        if (j != null) {
          giveUp(j);
        }
      }
    }
  }
}
