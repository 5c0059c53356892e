package dev.bide.internal.sync;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.internal.Cancellation;
import dev.bide.runtime.Context;
import dev.bide.sync.AsyncSemaphore;
import dev.bide.sync.Mutex;
import org.jspecify.annotations.Nullable;

/**
 * Counts permits. One that is given back while somebody waits goes to the first of those directly,
 * so none is {@link #free} then, and nobody who comes later is served before.
 */
public final class Permits {
  private final Access access;
  private final WaitQueue<Acquire<?>> waiting = new WaitQueue<>();
  private int free;

  private Permits(Access access, int n) {
    if (n < 0) {
      throw new IllegalArgumentException("the number of permits must not be negative: " + n);
    }
    this.access = access;
    this.free = n;
  }

  /** For any thread. */
  public static Permits shared(String what, int n) {
    return new Permits(new SharedAccess(), n);
  }

  /** For one confined runtime. */
  public static Permits local(String what, int n) {
    return new Permits(new LocalAccess(what), n);
  }

  /** Waits for a permit. */
  public Async<AsyncSemaphore.Permit, RuntimeException> acquire() {
    return new Acquire<>(this);
  }

  /** Waits for a lock. */
  public Async<Mutex.Guard, RuntimeException> lock() {
    return new Acquire<>(this);
  }

  /** Takes one if it is free. */
  public @Nullable Held tryAcquire() {
    access.enter();
    boolean got = free > 0;
    if (got) {
      free--;
    }
    access.leave();
    return got ? new Held(this) : null;
  }

  /** How many are free. */
  public int available() {
    access.enter();
    int n = free;
    access.leave();
    return n;
  }

  /** Gives one back. Inside; who got it is to be woken. */
  private @Nullable Waiter giveBack() {
    Acquire<?> next = waiting.poll();
    if (next == null) {
      free++;
      return null;
    }
    next.granted = true;
    return Wakeups.add(null, next);
  }

  /** A permit or lock that was taken. */
  public static final class Held implements AsyncSemaphore.Permit, Mutex.Guard {
    private final Permits permits;
    private boolean back;

    private Held(Permits permits) {
      this.permits = permits;
    }

    @Override
    public void close() {
      permits.access.enter();
      Waiter woken = back ? null : permits.giveBack();
      back = true;
      permits.access.leave();
      Wakeups.wake(woken);
    }
  }

  /**
   * Waits for a permit.
   *
   * <pre>
   *   FRESH --none free--> WAITS --granted, or cancelled--> ENDED
   * </pre>
   */
  private static final class Acquire<P> extends Waiter implements Async<P, RuntimeException> {
    private static final int FRESH = 0;
    private static final int WAITS = 1;
    private static final int ENDED = 2;

    private final Permits permits;
    private int state;
    private boolean cancelled;

    /** Inside. */
    boolean granted;

    Acquire(Permits permits) {
      this.permits = permits;
    }

    @Override
    public @Nullable Object poll(Context cx) {
      Access access = permits.access;
      if (state == ENDED) {
        throw new IllegalStateException("polled after its end: a computation runs once");
      }
      if (!access.tryEnter(cx)) {
        return Poll.PENDING;
      }
      if (state == FRESH && !cancelled) {
        if (permits.free > 0) {
          permits.free--;
          granted = true;
        } else {
          permits.waiting.add(this);
          state = WAITS;
        }
      }
      if (!granted && !cancelled) {
        if (waker != cx.waker()) {
          waker = cx.waker();
        }
        access.leave();
        return Poll.PENDING;
      }
      Waiter woken = null;
      if (cancelled) {
        if (granted) {
          woken = permits.giveBack();
        } else if (state == WAITS) {
          permits.waiting.remove(this);
        }
      }
      state = ENDED;
      waker = null;
      access.leave();
      Wakeups.wake(woken);
      if (cancelled) {
        throw Cancellation.cancelled();
      }
      return new Held(permits);
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }
}
