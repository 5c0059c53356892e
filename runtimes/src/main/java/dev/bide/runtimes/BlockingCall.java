package dev.bide.runtimes;

import dev.bide.Async;
import dev.bide.Blocking;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import java.io.InterruptedIOException;
import java.nio.channels.ClosedByInterruptException;
import org.jspecify.annotations.Nullable;

/**
 * Waits for sync code that runs on a thread of a {@link BlockingPool}.
 *
 * <pre>
 *   FRESH --poll--> QUEUED --a thread takes it--> RUNNING --code returns or throws--> DONE
 *                     |                              |
 *                     |cancel                        | cancel: interrupted, still awaited;
 *                     v                              | abort, or abandonOnCancel: not awaited
 *                   LEFT                             v
 *                                                  LEFT --code returns--> its value is let go of
 * </pre>
 *
 * <p>{@code poll}, {@code cancel} and {@code abort} are the owner's, {@code run} the pool's thread.
 * The lock guards all fields; nothing is called under it but {@code interrupt}.
 */
final class BlockingCall<T extends @Nullable Object, X extends Exception>
    implements Async<T, X>, Runnable {
  private enum State {
    FRESH,
    QUEUED,
    RUNNING,
    DONE,
    LEFT,
    ENDED
  }

  private final BlockingPool pool;
  private final Blocking.Call<? extends T, ? extends X> call;
  private final boolean abandonOnCancel;
  private final Object lock = new Object();
  private State state = State.FRESH;
  private boolean cancelled;
  private boolean interrupted;
  private @Nullable Thread thread;
  private @Nullable Waker waker;
  private @Nullable T value;
  private @Nullable Throwable failure;

  BlockingCall(
      BlockingPool pool, Blocking.Call<? extends T, ? extends X> call, boolean abandonOnCancel) {
    this.pool = pool;
    this.call = call;
    this.abandonOnCancel = abandonOnCancel;
  }

  // ---------------------------------------------------------------- the owner

  @Override
  @SuppressWarnings("unchecked") // the code throws X or unchecked
  public @Nullable Object poll(Context cx) throws X {
    synchronized (lock) {
      switch (state) {
        case FRESH -> {
          if (cancelled) {
            state = State.ENDED;
            throw Cancelled.byLeaf();
          }
          state = State.QUEUED;
          waker = cx.waker();
        }
        case QUEUED, RUNNING -> {
          waker = cx.waker();
          return Poll.PENDING;
        }
        case LEFT -> {
          if (waker == null) {
            throw polledAfterEnd();
          }
          waker = null; // the end of the wait, if not of the code
          throw Cancelled.byLeaf();
        }
        case DONE -> {
          state = State.ENDED;
          waker = null;
          Throwable t = failure;
          if (t == null) {
            return value;
          }
          if (interrupted && isInterrupt(t)) {
            throw Cancelled.byLeaf();
          }
          if (t instanceof Error e) {
            throw e;
          }
          throw (X) t;
        }
        case ENDED -> throw polledAfterEnd();
      }
    }
    start();
    return Poll.PENDING;
  }

  private static IllegalStateException polledAfterEnd() {
    return new IllegalStateException("polled after its end: a computation runs once");
  }

  private void start() {
    try {
      pool.execute(this);
    } catch (Throwable t) {
      synchronized (lock) {
        state = State.ENDED;
      }
      throw t;
    }
  }

  /** What sync code throws because it was interrupted. */
  private static boolean isInterrupt(Throwable t) {
    return t instanceof InterruptedException
        || t instanceof ClosedByInterruptException
        || t instanceof InterruptedIOException;
  }

  @Override
  public void cancel() {
    end(abandonOnCancel);
  }

  @Override
  public void abort() {
    end(true);
  }

  private void end(boolean leave) {
    boolean wasQueued;
    synchronized (lock) {
      cancelled = true;
      wasQueued = state == State.QUEUED;
      if (wasQueued) {
        state = State.LEFT;
      } else if (state == State.RUNNING) {
        Thread t = thread;
        if (t != null && !interrupted && !abandonOnCancel) {
          interrupted = true;
          t.interrupt();
        }
        if (leave) {
          state = State.LEFT;
        }
      }
    }
    if (wasQueued) {
      pool.remove(this);
    }
  }

  // ---------------------------------------------------------------- the pool's thread

  @Override
  public void run() {
    synchronized (lock) {
      if (state != State.QUEUED) {
        return;
      }
      state = State.RUNNING;
      thread = Thread.currentThread();
    }
    T result = null;
    Throwable thrown = null;
    try {
      result = call.call();
    } catch (Throwable t) {
      thrown = t;
    }
    Waker toWake = null;
    boolean left;
    synchronized (lock) {
      thread = null; // no interrupt comes from here on
      left = state == State.LEFT;
      if (!left) {
        value = result;
        failure = thrown;
        state = State.DONE;
        toWake = waker;
      }
    }
    boolean _ = Thread.interrupted(); // one that came too late is not the next code's
    if (toWake != null) {
      toWake.wake();
    } else if (left) {
      letGo(result, thrown);
    }
  }

  private void letGo(@Nullable T result, @Nullable Throwable thrown) {
    if (thrown != null) {
      if (!(interrupted && isInterrupt(thrown))) {
        pool.failed(thrown);
      }
    } else if (result instanceof AutoCloseable c) {
      try {
        c.close();
      } catch (Throwable t) {
        pool.failed(t);
      }
    }
  }
}
