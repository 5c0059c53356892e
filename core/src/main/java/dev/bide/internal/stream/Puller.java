package dev.bide.internal.stream;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.internal.Attached;
import dev.bide.internal.Cancellation;
import dev.bide.internal.EngineContext;
import dev.bide.internal.Sneaky;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/**
 * Reads a source as a part of the task, so that it goes on while the consumer is busy. It reads as
 * long as its stage {@link Sink#wants wants} items, and is stepped by that when it wants more.
 *
 * <pre>
 *              wants                source: item          source: null, throws
 *   standing ---------> asking ------------------> taken ----------------------> ENDED
 *      ^                   |                         |                             ^
 *      |                   | cancelled: lets go      |                             |
 *      |___________________|_________________________|_____________________________|
 * </pre>
 */
final class Puller implements Async<@Nullable Void, Exception> {
  private final Stage<?, ?> source;
  private final Sink sink;
  private @Nullable Attached root;
  private boolean asking;
  private boolean cancelled;
  private boolean aborted;

  /** What a puller reads for. */
  interface Sink extends Attached.Listener {
    /** Whether it takes an item now. */
    boolean wants(Puller p);

    /** An item has come. */
    void took(Context cx, Puller p, Object item);

    /** The source has come to its end. If that is a failure, {@link #takeFailure} has it. */
    void over(Puller p, boolean failed);
  }

  Puller(Stage<?, ?> source, Sink sink) {
    this.source = source;
    this.sink = sink;
  }

  /** Lets it read, when it stands still and its stage wants items. From the stage's poll. */
  void goOn(Context cx) {
    Attached r = root;
    if (r == null) {
      r = new Attached(cx, this, sink);
      root = r;
    } else if (r.hasEnded() || asking) {
      return;
    } else if (r.isRunning()) {
      throw new IllegalStateException("a stream was read from inside itself");
    }
    if (sink.wants(this)) {
      r.stepNow(cx);
    }
  }

  /**
   * Ends it, in the closing; the source's own closing comes after that.
   *
   * @return whether it has ended; else its {@link Sink} is told
   */
  boolean end(boolean abort) {
    Attached r = root;
    if (r == null || r.hasEnded()) {
      return true;
    }
    r.cancelSoon();
    if (abort) {
      r.abortSoon();
    }
    return false;
  }

  /** Whether it is being polled. */
  boolean isPolled() {
    return root != null && root.isRunningInside();
  }

  /** The source's failure, which the caller throws or reports from now on; null for none. */
  @Nullable Throwable takeFailure() {
    return root == null ? null : root.takeFailure();
  }

  @Override
  public @Nullable Object poll(Context cx) throws Exception {
    while (cancelled || asking || sink.wants(this)) {
      Object item;
      try {
        if (cancelled) {
          if (!source.letGo(cx, aborted)) {
            return Poll.PENDING;
          }
          throw Cancellation.cancelled(); // a reader that a task has left behind waits for it
        }
        asking = true;
        item = source.ask(cx);
      } catch (Throwable t) {
        asking = false;
        sink.over(this, true);
        throw Sneaky.<Exception>sneak(t);
      }
      if (item == Poll.PENDING) {
        return item;
      }
      asking = false;
      if (item == null) {
        sink.over(this, false);
        return null;
      }
      sink.took(cx, this, item);
      if (sink.wants(this) && EngineContext.isBudgetSpent(cx)) {
        return Poll.PENDING;
      }
    }
    return Poll.PENDING;
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  @Override
  public void abort() {
    cancelled = true;
    aborted = true;
  }
}
