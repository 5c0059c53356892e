package dev.bide.internal.sync;

import dev.bide.Poll;
import dev.bide.internal.Attached;
import dev.bide.internal.Cancellation;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import dev.bide.sync.Oneshot;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * One word holds all. An outcome is the value itself, where that can be told from the rest.
 *
 * <pre>
 *            poll                   complete, fail            poll
 *   (null) ----------> a waker --------------------> outcome -----> TAKEN
 *      ^                  |
 *      |____cancelled_____|
 * </pre>
 */
public final class OneshotImpl<T extends @Nullable Object, X extends Exception>
    implements Oneshot<T, X> {
  private static final Object TAKEN = new Object();

  @SuppressWarnings("rawtypes") // a class literal has no parameters
  private static final AtomicReferenceFieldUpdater<OneshotImpl, @Nullable Object> STATE =
      AtomicReferenceFieldUpdater.newUpdater(OneshotImpl.class, Object.class, "state");

  private volatile @Nullable Object state;

  /** The owner's; touched by who polls. */
  private boolean cancelled;

  /** A failure, or a value that could be mistaken for another state. */
  private record Outcome(@Nullable Object value, @Nullable Exception failure) {}

  /** Without an outcome. */
  public OneshotImpl() {}

  @Override
  public boolean complete(T value) {
    return end(value == null || value instanceof Waker ? new Outcome(value, null) : value);
  }

  @Override
  public boolean fail(X failure) {
    if (failure == null) {
      throw new NullPointerException("a oneshot was failed with null");
    }
    return end(new Outcome(null, failure));
  }

  private static boolean isOutcome(@Nullable Object s) {
    return s != null && !(s instanceof Waker);
  }

  private boolean end(Object outcome) {
    for (; ; ) {
      Object s = state;
      if (isOutcome(s)) {
        return false;
      }
      if (STATE.compareAndSet(this, s, outcome)) {
        if (s instanceof Waker w) {
          w.wake();
        }
        return true;
      }
    }
  }

  @Override
  public boolean isComplete() {
    return isOutcome(state);
  }

  @Override
  public @Nullable Object poll(Context cx) throws X {
    for (; ; ) {
      Object s = state;
      Waker own = cx.waker();
      if (s != own && isOutcome(s)) {
        return taken(s);
      }
      if (s instanceof Waker w && w != own && !Attached.leavesTo(w, own, this)) {
        throw new IllegalStateException(
            "another task waits for this oneshot already, or another child of this one");
      }
      if (cancelled) {
        if (STATE.compareAndSet(this, s, null)) {
          cancelled = false; // it may be waited for again
          throw Cancellation.cancelled();
        }
      } else if (s == own || STATE.compareAndSet(this, s, own)) {
        return Poll.PENDING;
      }
    }
  }

  @SuppressWarnings("unchecked") // fail takes an X only
  private @Nullable Object taken(@Nullable Object s) throws X {
    if (s == TAKEN) {
      throw new IllegalStateException("the oneshot's outcome was taken before");
    }
    state = TAKEN;
    cancelled = false;
    if (s instanceof Outcome o) {
      if (o.failure != null) {
        throw (X) o.failure;
      }
      return o.value;
    }
    return s;
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  @Override
  public String toString() {
    return isComplete() ? "Oneshot[complete]" : "Oneshot[open]";
  }
}
