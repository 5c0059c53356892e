package dev.bide.internal.sync;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.internal.Cancellation;
import dev.bide.internal.EngineContext;
import dev.bide.runtime.Context;
import dev.bide.sync.AsyncSemaphore;
import dev.bide.sync.Mutex;
import dev.bide.weave.v1.Leaf;
import dev.bide.weave.v1.Suspended;
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

  /** Those of a semaphore. */
  public static Permits of(AsyncSemaphore self) {
    return ((OnPermits) self).permits;
  }

  /** Those of a lock. */
  public static Permits of(Mutex self) {
    return ((OnPermits) self).permits;
  }

  /** Waits for a permit. */
  public Async<AsyncSemaphore.Permit, RuntimeException> acquire() {
    return fresh();
  }

  /** Waits for a lock. */
  public Async<Mutex.Guard, RuntimeException> lock() {
    return fresh();
  }

  private <P> Acquire<P> fresh() {
    Acquire<P> a = new Acquire<>();
    a.reset(this);
    return a;
  }

  /** See {@link dev.bide.weave.v1.Leaves#acquire}. */
  public @Nullable Object acquireInPlace(EngineContext cx, @Nullable Suspended spare) {
    boolean now = Leaf.charge(cx);
    if (now && access.tryEnter(cx)) {
      boolean got = free > 0;
      if (got) {
        free--;
        access.leave();
        return new Held(this);
      }
      Acquire<?> a = Acquire.in(spare);
      if (spare != null && a != null) {
        a.reset(this);
        a.waitInside(cx, this);
        access.leave();
        return spare;
      }
      access.leave(); // what is new is not made inside
    }
    Acquire<?> a = Acquire.in(spare);
    if (a == null) {
      a = new Acquire<>();
    }
    Suspended waits = Leaf.lent(a, spare);
    a.reset(this);
    if (!now) {
      return Leaf.later(waits, cx);
    }
    Object r = a.poll(cx);
    return r == Poll.PENDING ? waits : r;
  }

  /** Takes one if it is free. */
  public @Nullable Held tryAcquire() {
    access.enter();
    @Nullable Held held;
    try {
      held = free > 0 ? new Held(this) : null;
      if (held != null) {
        free--;
      }
    } finally {
      access.leave();
    }
    return held;
  }

  /** How many are free. */
  public int available() {
    access.enter();
    int n = free;
    access.leave();
    return n;
  }

  /** Gives one back, to whoever is first. Inside. */
  private void giveBack() {
    Acquire<?> next = waiting.poll();
    if (next == null) {
      free++;
    } else {
      next.granted = true;
      access.wake(next);
    }
  }

  /** A permit or lock that was taken. */
  public static final class Held implements AsyncSemaphore.Permit, Mutex.Guard {
    /** Null once it was given back. Inside. */
    private @Nullable Permits permits;

    private Held(Permits permits) {
      this.permits = permits;
    }

    @Override
    public void close() {
      Permits p = permits;
      if (p == null) {
        return;
      }
      p.access.enter();
      try {
        if (permits != null) {
          permits = null;
          p.giveBack();
        }
      } finally {
        p.access.leave();
      }
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

    private @Nullable Permits permits;
    private int state = ENDED;
    private boolean cancelled;

    /** Inside. */
    boolean granted;

    Acquire() {}

    /** One that an earlier call has left and that may wait again; null when there is none. */
    static @Nullable Acquire<?> in(@Nullable Suspended spare) {
      return Leaf.in(spare) instanceof Acquire<?> a && a.state == ENDED && !a.listed ? a : null;
    }

    /** Makes it as if it were new. */
    void reset(Permits of) {
      permits = of;
      state = FRESH;
      cancelled = false;
      granted = false;
    }

    /** Begins to wait. Inside. */
    void waitInside(Context cx, Permits of) {
      of.waiting.add(this);
      state = WAITS;
      waker = cx.waker();
    }

    @Override
    public @Nullable Object poll(Context cx) {
      Permits p = permits;
      if (p == null) {
        throw new IllegalStateException("polled after its end: a computation runs once");
      }
      if (!p.access.tryEnter(cx)) {
        return Poll.PENDING;
      }
      if (state == FRESH && !cancelled) {
        if (p.free > 0) {
          p.free--;
          granted = true;
        } else {
          waitInside(cx, p);
        }
      }
      if (!granted && !cancelled) {
        if (waker != cx.waker()) {
          waker = cx.waker();
        }
        p.access.leave();
        return Poll.PENDING;
      }
      if (cancelled) {
        if (granted) {
          p.giveBack();
        } else if (state == WAITS) {
          p.waiting.remove(this);
        }
      }
      state = ENDED;
      waker = null;
      permits = null;
      p.access.leave();
      if (cancelled) {
        throw Cancellation.cancelled();
      }
      return new Held(p);
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }
}
