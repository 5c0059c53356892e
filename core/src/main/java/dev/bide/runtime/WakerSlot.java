package dev.bide.runtime;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Where a leaf leaves its waker for whoever makes its waiting unnecessary, on any thread. One
 * waits, many may wake.
 *
 * <pre>{@code
 * // the leaf's poll                     // the other side
 * if (isReady()) return value;           makeReady();
 * slot.register(cx.waker());             slot.wake();
 * if (isReady()) { slot.clear(); return value; }
 * return Poll.PENDING;
 * }</pre>
 *
 * <p>The second look is what makes it right: a {@code wake()} that came before {@code register}
 * woke nobody, but what was written before that {@code wake()} is seen after {@code register}. Both
 * are read-modify-write operations on one word, and so are in one order, even where the other
 * side's writes are plain.
 *
 * <pre>
 *            register               wake, clear
 *   empty ---------------> a waker ------------> empty
 * </pre>
 */
public final class WakerSlot {
  private final AtomicReference<@Nullable Waker> waker = new AtomicReference<>();

  /** An empty slot. */
  public WakerSlot() {}

  /**
   * Leaves a waker, in place of the one that was there. By the one who waits. Registering the same
   * waker again costs one read.
   */
  public void register(Waker w) {
    if (waker.get() != w) {
      waker.getAndSet(w); // not a plain set: it has to read what a wake() before it wrote
    }
  }

  /** Wakes the one who waits, if there is one, and forgets its waker. From any thread. */
  public void wake() {
    Waker w = waker.getAndSet(null); // also when empty: it publishes the caller's writes
    if (w != null) {
      w.wake();
    }
  }

  /** Forgets the waker: a leaf that has ended or was cancelled. By the one who waits. */
  public void clear() {
    if (waker.get() != null) {
      waker.getAndSet(null);
    }
  }

  /** Whether somebody waits. */
  public boolean isEmpty() {
    return waker.get() == null;
  }
}
