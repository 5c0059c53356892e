package dev.bide.internal.stream;

import dev.bide.AsyncFunction;
import dev.bide.AsyncStream;
import dev.bide.Poll;
import dev.bide.internal.Attached;
import dev.bide.internal.Blocks;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Each item given through a function, several at a time, in order. The functions, and the reading
 * of the source, are attached to the task: they go on while the consumer is busy.
 *
 * <p>{@link #children} has those that run and those that have ended and were not taken, in the
 * order of their items: at most {@link #atOnce}. The consumer waits for the first one only.
 */
final class MapConcurrent<T, R, X extends Exception> extends Stage<R, X>
    implements Puller.Sink, Attached.ItemListener {
  private final Stage<T, ?> source;
  private final int atOnce;
  private final AsyncFunction<? super T, ? extends R, ? extends X> f;
  private final ArrayDeque<Attached> children = new ArrayDeque<>();
  private final Puller puller;

  private boolean over;

  /** The consumer's poll is on the stack, and will look by itself. */
  private boolean looking;

  private @Nullable Waker consumer;

  MapConcurrent(
      AsyncStream<? extends T, ? extends X> source,
      int atOnce,
      AsyncFunction<? super T, ? extends R, ? extends X> f) {
    this.source = own(source);
    if (atOnce <= 0) {
      throw new IllegalArgumentException("how many at once must be positive: " + atOnce);
    }
    this.atOnce = atOnce;
    this.f = f;
    this.puller = new Puller(this.source, this);
  }

  @Override
  @Nullable Object pull(Context cx) throws Throwable {
    looking = true;
    try {
      puller.goOn(cx);
    } finally {
      looking = false;
    }
    Attached first = children.peekFirst();
    if (first == null) {
      if (over) {
        Throwable t = puller.takeFailure(); // comes after the items before it
        if (t != null) {
          throw t;
        }
        return null;
      }
    } else if (first.hasEnded()) {
      children.removeFirst();
      Throwable t = first.takeFailure();
      if (t != null) {
        throw t;
      }
      return checked(first.value(), "the function of mapConcurrent");
    }
    consumer = cx.waker();
    return Poll.PENDING;
  }

  @Override
  public boolean wants(Puller p) {
    return children.size() < atOnce && !over && !isClosing();
  }

  @Override
  public void took(Context cx, Puller p, Object item) {
    Blocks.check(f);
    Attached child = Attached.ofItem(cx, item, this);
    children.addLast(child);
    child.stepNow(cx);
  }

  @Override
  public void over(Puller p, boolean failed) {
    over = true;
    if (children.isEmpty()) {
      wakeConsumer();
    }
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
    if (isClosing() || ended == children.peekFirst()) {
      wakeConsumer();
    }
  }

  private void wakeConsumer() {
    Waker w = consumer;
    if (w != null && !looking) {
      consumer = null;
      w.wake();
    }
  }

  @Override
  boolean isInside() {
    for (Attached child : children) {
      if (child.isRunningInside()) {
        return true;
      }
    }
    return puller.isPolled() || source.isPolled();
  }

  @Override
  boolean withdraw(Context cx, boolean abort) {
    consumer = null;
    return true;
  }

  @Override
  boolean release(Context cx, boolean abort) throws Throwable {
    boolean ended = puller.end(abort);
    for (Attached child : children) {
      if (!child.hasEnded()) {
        ended = false;
        child.cancelSoon();
        if (abort) {
          child.abortSoon();
        }
      }
    }
    if (!ended) {
      consumer = cx.waker();
      return false;
    }
    Attached child;
    while ((child = children.pollFirst()) != null) {
      drop(cx, child.value());
      dropFailure(cx, child.takeFailure());
    }
    dropFailure(cx, puller.takeFailure());
    return source.finish(cx, abort);
  }
}
