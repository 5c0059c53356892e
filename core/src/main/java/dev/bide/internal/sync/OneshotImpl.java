package dev.bide.internal.sync;

import dev.bide.Poll;
import dev.bide.internal.Attached;
import dev.bide.internal.Cancellation;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import dev.bide.sync.Oneshot;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * One word holds all.
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

  private final AtomicReference<@Nullable Object> state = new AtomicReference<>();

  /** The owner's; touched by who polls. */
  private boolean cancelled;

  private record Outcome(@Nullable Object value, @Nullable Exception failure) {}

  /** Without an outcome. */
  public OneshotImpl() {}

  @Override
  public boolean complete(T value) {
    return end(new Outcome(value, null));
  }

  @Override
  public boolean fail(X failure) {
    if (failure == null) {
      throw new NullPointerException("a oneshot was failed with null");
    }
    return end(new Outcome(null, failure));
  }

  private boolean end(Outcome outcome) {
    for (; ; ) {
      Object s = state.get();
      if (s instanceof Outcome || s == TAKEN) {
        return false;
      }
      if (state.compareAndSet(s, outcome)) {
        if (s instanceof Waker w) {
          w.wake();
        }
        return true;
      }
    }
  }

  @Override
  public boolean isComplete() {
    Object s = state.get();
    return s instanceof Outcome || s == TAKEN;
  }

  @Override
  @SuppressWarnings("unchecked") // fail takes an X only
  public @Nullable Object poll(Context cx) throws X {
    for (; ; ) {
      Object s = state.get();
      if (s instanceof Outcome o) {
        state.set(TAKEN);
        cancelled = false;
        if (o.failure != null) {
          throw (X) o.failure;
        }
        return o.value;
      }
      if (s == TAKEN) {
        throw new IllegalStateException("the oneshot's outcome was taken before");
      }
      Waker own = cx.waker();
      if (s instanceof Waker w && w != own && !Attached.areInOneTask(w, own)) {
        throw new IllegalStateException("another task waits for this oneshot already");
      }
      if (cancelled) {
        if (state.compareAndSet(s, null)) {
          cancelled = false; // it may be waited for again
          throw Cancellation.cancelled();
        }
      } else if (s == own || state.compareAndSet(s, own)) {
        return Poll.PENDING;
      }
    }
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
