package dev.bide.internal.stream;

import dev.bide.AsyncStream;
import dev.bide.Poll;
import dev.bide.internal.Attached;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The items of several streams, in the order in which they come. Each source is read as a part of
 * the task, one item ahead.
 */
final class Merge<T, X extends Exception> extends Stage<T, X> implements Puller.Sink {
  private final List<Feed> feeds = new ArrayList<>();

  /** Those that have something to give, in the order in which it came. */
  private final ArrayDeque<Feed> ready = new ArrayDeque<>();

  private int open;

  /** How many are closed, in the closing. */
  private int closed;

  private boolean looking;
  private @Nullable Waker consumer;

  private static final class Feed {
    final Stage<?, ?> source;
    final Puller puller;
    @Nullable Object item;

    Feed(Stage<?, ?> source, Puller.Sink sink) {
      this.source = source;
      this.puller = new Puller(source, sink);
    }
  }

  Merge(Collection<? extends AsyncStream<? extends T, ? extends X>> sources) {
    for (AsyncStream<? extends T, ? extends X> s : sources) {
      feeds.add(new Feed(own(s), this));
    }
    open = feeds.size();
  }

  private Feed feed(Puller p) {
    for (Feed f : feeds) {
      if (f.puller == p) {
        return f;
      }
    }
    throw new AssertionError("a puller of another stream");
  }

  @Override
  @Nullable Object pull(Context cx) throws Throwable {
    looking = true;
    try {
      for (Feed f : feeds) {
        f.puller.goOn(cx);
      }
    } finally {
      looking = false;
    }
    Feed first = ready.poll();
    if (first == null) {
      if (open == 0) {
        return null;
      }
      consumer = cx.waker();
      return Poll.PENDING;
    }
    Object item = first.item;
    if (item == null) {
      Throwable t = first.puller.takeFailure();
      throw t != null ? t : new AssertionError("ready without an item or a failure");
    }
    first.item = null;
    return item;
  }

  @Override
  public boolean wants(Puller p) {
    return feed(p).item == null && !isClosing();
  }

  @Override
  public void took(Context cx, Puller p, Object item) {
    Feed f = feed(p);
    f.item = item;
    ready.add(f);
    wakeConsumer();
  }

  @Override
  public void over(Puller p, boolean failed) {
    open--;
    if (failed) {
      ready.add(feed(p));
    }
    if (open == 0 || failed) {
      wakeConsumer();
    }
  }

  @Override
  public void attachedEnded(Attached ended) {
    if (isClosing()) {
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
    for (Feed f : feeds) {
      if (f.puller.isPolled() || f.source.isPolled()) {
        return true;
      }
    }
    return false;
  }

  @Override
  boolean withdraw(Context cx, boolean abort) {
    consumer = null;
    return true;
  }

  @Override
  boolean release(Context cx, boolean abort) throws Throwable {
    boolean ended = true;
    for (Feed f : feeds) {
      ended &= f.puller.end(abort);
    }
    if (!ended) {
      consumer = cx.waker();
      return false;
    }
    for (Feed f : feeds) {
      drop(cx, f.item);
      f.item = null;
      dropFailure(cx, f.puller.takeFailure());
    }
    for (; closed < feeds.size(); closed++) {
      if (!feeds.get(closed).source.finish(cx, abort)) {
        return false;
      }
    }
    return true;
  }
}
