package dev.bide.internal;

import dev.bide.Async;
import dev.bide.AsyncRunnable;
import dev.bide.AsyncSupplier;
import dev.bide.Cancelled;
import dev.bide.Timed;
import dev.bide.TimedOutException;
import dev.bide.runtime.Alarm;
import dev.bide.runtime.Timers;
import dev.bide.runtime.Waker;
import dev.bide.weave.v1.Leaf;
import dev.bide.weave.v1.Suspended;
import java.time.Duration;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Runs a block with a limit.
 *
 * <pre>
 *   RUNNING --limit: cancel--> LATE --grace over: abort--> ABORTED
 * </pre>
 */
public final class Timeout<T extends @Nullable Object, X extends Exception> extends Combinator<T, X>
    implements Timed<T, X> {
  private static final byte RUNNING = 0;
  private static final byte LATE = 1;
  private static final byte ABORTED = 2;

  private Duration limit;

  /** Until it has started: what the block has captured lives no longer than it needs it. */
  private @Nullable Async<? extends T, ? extends X> body;

  private @Nullable Duration grace;
  private byte stage;

  /** Once it has begun. */
  private @Nullable Timer timer;

  /**
   * Of a limit and a block or computation. Made here, as what it is to its callers: a verifier that
   * looks at them would load it.
   */
  public static <T extends @Nullable Object, X extends Exception> Timed<T, X> of(
      Duration limit, AsyncSupplier<? extends T, ? extends X> block) {
    return new Timeout<>(limit, block);
  }

  private Timeout(Duration limit, AsyncSupplier<? extends T, ? extends X> block) {
    this.limit = limit;
    this.body = Blocks.computation(block);
  }

  /** One that runs again. */
  private Timeout(Duration limit) {
    super(true);
    this.limit = limit;
  }

  /**
   * See {@link dev.bide.weave.v1.CombinatorLeaves#timeout}.
   *
   * @param given a woven block, or a computation
   */
  public static @Nullable Object inPlace(
      Duration limit, AsyncRunnable<?> given, EngineContext cx, @Nullable Suspended spare)
      throws Exception {
    Timeout<?, ?> t =
        Leaf.in(spare) instanceof Timeout<?, ?> known && known.isFree(cx)
            ? known
            : new Timeout<>(limit);
    t.stage = RUNNING;
    if (t.limit != limit) {
      t.limit = limit;
    }
    return t.runInPlace(given, null, cx, spare);
  }

  @Override
  @SuppressWarnings("unchecked") // as the call was checked
  void keep(Async<?, ?> a, @Nullable Async<?, ?> none) {
    body = (Async<? extends T, ? extends X>) a;
  }

  @Override
  public Async<T, X> grace(Duration time) {
    if (body == null) {
      throw new IllegalStateException(
          "the time limit runs already: call grace() before the computation is awaited");
    }
    grace = Objects.requireNonNull(time, "time");
    return this;
  }

  @Override
  void begin(EngineContext cx) {
    Async<? extends T, ? extends X> b = Objects.requireNonNull(body);
    body = null;
    begin(cx, b, null);
  }

  @Override
  void begin(EngineContext cx, AsyncRunnable<?> a, @Nullable AsyncRunnable<?> none) {
    arm(cx);
    startGiven(cx, a, false);
  }

  private void arm(EngineContext cx) {
    Timers timers = cx.capability(Timers.class);
    Timer t = timer;
    if (t == null || t.timers != timers) {
      t = new Timer(timers);
      timer = t;
    }
    t.waker = cx.root();
    t.arm(limit);
  }

  @Override
  void polled(EngineContext cx) {
    Timer t = timer;
    if (t == null || isDone() || !t.isOver()) {
      return;
    }
    if (stage == RUNNING) {
      stage = LATE;
      if (grace != null) {
        t.arm(grace);
      }
      child(0).cancelHere();
    } else if (stage == LATE && grace != null) {
      stage = ABORTED;
      child(0).abortHere();
    }
  }

  @Override
  void ended(ChildRoot child) {
    Timer t = timer;
    if (t != null) {
      t.drop();
    }
  }

  @Override
  @Nullable Object outcome(EngineContext cx) throws Throwable {
    if (failure != null) { // the runtime has no timers
      throw failure;
    }
    ChildRoot r = child(0);
    Throwable t = r.failure();
    if (t == null) {
      return r.value(cx);
    }
    if (t instanceof Cancelled && stage >= LATE && !cancelled) {
      throw new TimedOutException("not ended within " + limit);
    }
    throw t;
  }

  private static final class Timer extends Alarm {
    private final Timers timers;
    private volatile @Nullable Waker waker;

    /** It has fired since it was armed last, so the clock is worth a look. */
    private boolean hasFired;

    Timer(Timers timers) {
      this.timers = timers;
    }

    void arm(Duration time) {
      long nanos = Sleep.nanos(time);
      timers.cancel(this); // a limit of nothing is over before its alarm has fired
      hasFired = nanos == 0; // one that fires late, for an earlier run, changes nothing but this
      timers.schedule(this, Sleep.after(timers.nanoTime(), nanos));
    }

    boolean isOver() {
      return hasFired && timers.nanoTime() - deadlineNanos >= 0;
    }

    void drop() {
      waker = null;
      timers.cancel(this);
    }

    @Override
    public void fired() {
      Waker w = waker;
      if (w != null) {
        hasFired = true; // seen by the poll that the wake-up leads to
        w.wake();
      }
    }
  }
}
