package dev.bide.internal;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.runtime.Alarm;
import dev.bide.runtime.Context;
import dev.bide.runtime.Timers;
import dev.bide.runtime.Waker;
import dev.bide.weave.v1.Leaf;
import dev.bide.weave.v1.Suspended;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a time. The leaf is its own timer node.
 *
 * <pre>
 *   FRESH --poll--> WAITS --deadline reached, or cancelled--> ENDED
 * </pre>
 */
public final class Sleep extends Alarm implements Async<@Nullable Void, RuntimeException> {
  private static final byte FRESH = 0;
  private static final byte WAITS = 1;
  private static final byte ENDED = 2;

  private byte state = FRESH;
  private boolean cancelled;
  private volatile @Nullable Waker waker;

  /** Of a length, which stands in the place of the deadline until it begins. */
  public Sleep(Duration time) {
    this.deadlineNanos = nanos(time);
  }

  /** See {@link dev.bide.weave.v1.Leaves#sleep}. */
  public static @Nullable Object inPlace(
      Duration time, EngineContext cx, @Nullable Suspended spare) {
    boolean now = Leaf.charge(cx);
    long nanos = nanos(time);
    if (now && nanos == 0) {
      return null;
    }
    Sleep s = Leaf.in(spare) instanceof Sleep k && k.state == ENDED ? k : new Sleep(Duration.ZERO);
    Suspended waits = Leaf.lent(s, spare);
    s.deadlineNanos = nanos;
    s.state = FRESH;
    s.cancelled = false;
    if (!now) {
      return Leaf.later(waits, cx);
    }
    Object r = s.begin(cx);
    return r == Poll.PENDING ? waits : r;
  }

  /** A duration in nanoseconds; the longest that there is when it is longer, 292 years. */
  public static long nanos(Duration d) {
    long seconds = d.getSeconds();
    if (seconds >= Long.MAX_VALUE / 1_000_000_000L) {
      return Long.MAX_VALUE;
    }
    return d.isNegative() ? 0 : seconds * 1_000_000_000L + d.getNano();
  }

  /** A time plus a length, without running over. */
  public static long after(long now, long nanos) {
    long deadline = now + nanos;
    return nanos > Long.MAX_VALUE / 2 && deadline < now ? now + Long.MAX_VALUE / 2 : deadline;
  }

  /** Reads the runtime's clock. */
  public static Async<Long, RuntimeException> clock() {
    return new Clock();
  }

  // Short, so that the JIT inlines it and what it throws becomes a jump.
  @Override
  public @Nullable Object poll(Context cx) {
    if (state != WAITS) {
      return begin(cx);
    }
    Timers t = cx.capability(Timers.class); // the same again: kept by the runtime alone
    if (cancelled) {
      end(t);
      throw Cancellation.cancelled();
    }
    return pollAgain(cx, t);
  }

  private @Nullable Object begin(Context cx) {
    if (state == ENDED) {
      throw new IllegalStateException("polled after its end: a computation runs once");
    }
    long nanos = deadlineNanos;
    if (cancelled || nanos == 0) {
      state = ENDED;
      if (cancelled) {
        throw Cancellation.cancelled();
      }
      return null;
    }
    Timers t = cx.capability(Timers.class);
    waker = cx.waker();
    state = WAITS;
    t.schedule(this, after(t.nanoTime(), nanos));
    return Poll.PENDING;
  }

  private @Nullable Object pollAgain(Context cx, Timers t) {
    if (t.nanoTime() - deadlineNanos >= 0) {
      end(t);
      return null;
    }
    if (waker != cx.waker()) {
      waker = cx.waker();
    }
    return Poll.PENDING;
  }

  private void end(Timers t) {
    state = ENDED;
    waker = null;
    t.cancel(this);
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  @Override
  public void fired() {
    Waker w = waker;
    if (w != null) {
      w.wake();
    }
  }

  private static final class Clock implements Async<Long, RuntimeException> {
    @Override
    public Object poll(Context cx) {
      return cx.capability(Timers.class).nanoTime();
    }

    @Override
    public void cancel() {} // it never waits
  }
}
