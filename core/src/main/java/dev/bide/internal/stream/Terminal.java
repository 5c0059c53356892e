package dev.bide.internal.stream;

import dev.bide.Async;
import dev.bide.AsyncStream;
import dev.bide.Poll;
import dev.bide.internal.Cancellation;
import dev.bide.internal.Enclosing;
import dev.bide.internal.EngineContext;
import dev.bide.internal.Failures;
import dev.bide.internal.Sneaky;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/**
 * Reads a stream and closes it on every way out.
 *
 * <pre>
 *   READING --end, enough, failure, cancelled--> CLOSING --closed--> ENDED
 * </pre>
 */
abstract class Terminal<T, R extends @Nullable Object, X extends Exception>
    implements Async<R, X>, Enclosing {
  private static final int READING = 0;
  private static final int CLOSING = 1;
  private static final int ENDED = 2;

  private final Stage<T, ?> source;

  /** The function of an item, while it runs. */
  final Run run = new Run();

  private int state = READING;
  private boolean polling;
  private boolean begun;
  private boolean cancelled;
  private boolean aborted;
  private @Nullable Throwable failure;

  Terminal(AsyncStream<? extends T, ? extends X> source) {
    this.source = Stage.own(source);
  }

  /** Nothing has been read yet. */
  void begin() {}

  /**
   * Takes an item. What runs for it is begun in {@link #run}, and {@link #gives} told of what it
   * gives.
   */
  abstract void took(Context cx, T item) throws Throwable;

  /** What {@link #took} has begun gives a value, or {@code PENDING}. */
  final void gives(@Nullable Object value) throws Exception {
    if (value != Poll.PENDING) {
      tookValue(value);
    }
  }

  /** The value of what {@link #took} has begun. */
  void tookValue(@Nullable Object value) throws Exception {}

  /** Whether no further item is needed. */
  boolean hasEnough() {
    return false;
  }

  /** What it returns, once the stream is closed. */
  abstract R result() throws Exception;

  @Override
  public final @Nullable Object poll(Context cx) throws X {
    if (polling || state == ENDED) {
      throw new IllegalStateException(
          polling
              ? "polled from inside its poll"
              : "polled after its end: a computation runs once");
    }
    polling = true;
    try {
      if (state == READING) {
        if (!read(cx)) {
          return Poll.PENDING;
        }
        state = CLOSING;
      }
      if (!close(cx)) {
        return Poll.PENDING;
      }
      state = ENDED;
      if (failure != null) {
        throw failure;
      }
      return result();
    } catch (Throwable t) {
      state = ENDED;
      throw Sneaky.<X>sneak(t);
    } finally {
      polling = false;
    }
  }

  private boolean read(Context cx) {
    try {
      if (!begun) {
        begun = true;
        begin();
      }
      return readOn(cx);
    } catch (Throwable t) {
      failure = t;
      return true;
    }
  }

  @SuppressWarnings("unchecked") // what a source of T gives
  private boolean readOn(Context cx) throws Throwable {
    for (; ; ) {
      if (run.isRunning()) {
        gives(run.poll(cx));
        if (run.isRunning()) {
          return false;
        }
      }
      if (hasEnough()) {
        return true;
      }
      if (cancelled) {
        throw Cancellation.cancelled();
      }
      Object item = source.ask(cx);
      if (item == null) {
        return true;
      }
      if (item == Poll.PENDING) {
        return false;
      }
      took(cx, (T) item);
      if (run.isRunning()) {
        if (!cancelled) {
          return false;
        }
        run.cancel(aborted); // by the function itself: it is polled with that
      }
      if (EngineContext.isBudgetSpent(cx)) {
        return false;
      }
    }
  }

  private boolean close(Context cx) {
    try {
      return source.finish(cx, aborted);
    } catch (Throwable t) {
      if (failure == null) {
        failure = t;
      } else {
        Failures.suppress(failure, t);
      }
      return true;
    }
  }

  @Override
  public final boolean isInside() {
    return run.isPolled() || source.isPolled();
  }

  @Override
  public final void cancel() {
    cancelled = true;
    if (run.isRunning()) {
      run.cancel(false);
    }
  }

  @Override
  public final void abort() {
    cancelled = true;
    aborted = true;
    if (run.isRunning()) {
      run.cancel(true);
    }
  }
}
