package dev.bide.internal.stream;

import dev.bide.Async;
import dev.bide.AsyncConsumer;
import dev.bide.AsyncStream;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.internal.Attached;
import dev.bide.internal.Blocks;
import dev.bide.internal.Cancellation;
import dev.bide.internal.Enclosing;
import dev.bide.internal.EngineContext;
import dev.bide.internal.Failures;
import dev.bide.internal.RunningItems;
import dev.bide.internal.Sneaky;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import org.jspecify.annotations.Nullable;

/**
 * Runs a function for each item, several at a time. The first failure, and a cancel, ends all.
 *
 * <pre>
 *   READING --end, failure, cancelled--> ENDING --all functions ended--> CLOSING --closed--> ENDED
 * </pre>
 */
final class ForEachConcurrent<T, X extends Exception>
    implements Async<@Nullable Void, X>, Attached.ItemListener, Enclosing {
  private static final int READING = 0;
  private static final int ENDING = 1;
  private static final int CLOSING = 2;
  private static final int ENDED = 3;

  private final Stage<T, ?> source;
  private final int atOnce;
  private final AsyncConsumer<? super T, ? extends X> f;
  private final RunningItems running = new RunningItems();
  private int state = READING;
  private boolean polling;
  private boolean cancelled;
  private boolean aborted;
  private @Nullable Throwable failure;
  private @Nullable Waker waiter;

  ForEachConcurrent(
      AsyncStream<? extends T, ? extends X> source,
      int atOnce,
      AsyncConsumer<? super T, ? extends X> f) {
    this.source = Stage.own(source);
    if (atOnce <= 0) {
      throw new IllegalArgumentException("how many at once must be positive: " + atOnce);
    }
    this.atOnce = atOnce;
    this.f = f;
  }

  @Override
  public @Nullable Object poll(Context cx) throws X {
    if (polling || state == ENDED) {
      throw new IllegalStateException(
          polling
              ? "polled from inside its poll"
              : "polled after its end: a computation runs once");
    }
    polling = true;
    try {
      return goOn(cx) ? null : Poll.PENDING;
    } catch (Throwable t) {
      state = ENDED;
      throw Sneaky.<X>sneak(t);
    } finally {
      polling = false;
    }
  }

  private boolean goOn(Context cx) throws Throwable {
    waiter = cx.waker();
    if (state == READING) {
      try {
        if (!read(cx)) {
          return false;
        }
      } catch (Throwable t) {
        fail(t);
      }
      state = ENDING;
    }
    if (state == ENDING) {
      if (failure != null || cancelled) {
        stopAll();
      }
      if (running.size() > 0) {
        return false;
      }
      state = CLOSING;
    }
    try {
      if (!source.finish(cx, aborted)) {
        return false;
      }
    } catch (Throwable t) {
      fail(t);
    }
    state = ENDED;
    if (failure != null) {
      throw failure;
    }
    return true;
  }

  private boolean read(Context cx) throws Throwable {
    for (; ; ) {
      if (failure != null) {
        return true;
      }
      if (cancelled) {
        throw Cancellation.cancelled();
      }
      if (running.size() >= atOnce) {
        return false;
      }
      Object item = source.ask(cx);
      if (item == null) {
        return true;
      }
      if (item == Poll.PENDING) {
        return false;
      }
      Blocks.check(f);
      running.begin(cx, item, this);
      if (EngineContext.isBudgetSpent(cx)) {
        return false;
      }
    }
  }

  private void fail(Throwable t) {
    Throwable first = failure;
    if (first == null) {
      failure = t;
    } else if (!(t instanceof Cancelled)) {
      Failures.suppress(first, t);
    }
  }

  private void stopAll() {
    running.cancelSoon(aborted);
  }

  @Override
  public Object function() {
    return f;
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // what a source of T gives
  public @Nullable Object start(Context cx, @Nullable Object item) throws Throwable {
    return Blocks.start(f, (T) item, cx);
  }

  @Override
  public void attachedEnded(Attached ended) {
    boolean wasFull = running.size() >= atOnce;
    running.remove(ended);
    Throwable t = ended.takeFailure();
    if (t != null && (!(t instanceof Cancelled) || failure == null)) {
      fail(t);
    }
    boolean news = failure != null || (state == READING ? wasFull : running.size() == 0);
    if (news && !polling && waiter != null) {
      waiter.wake();
    }
  }

  @Override
  public boolean isInside() {
    return running.isInside() || source.isPolled();
  }

  @Override
  public void cancel() {
    cancelled = true;
    if (state == ENDING) {
      stopAll();
    }
  }

  @Override
  public void abort() {
    cancelled = true;
    aborted = true;
    if (state == ENDING) {
      stopAll();
    }
  }
}
