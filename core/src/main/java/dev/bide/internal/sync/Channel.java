package dev.bide.internal.sync;

import dev.bide.Async;
import dev.bide.AsyncStream;
import dev.bide.ChannelClosedException;
import dev.bide.Poll;
import dev.bide.internal.EngineContext;
import dev.bide.internal.stream.Stage;
import dev.bide.sync.AsyncChannel;
import dev.bide.weave.v1.Leaf;
import dev.bide.weave.v1.Suspended;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A queue of items, one of senders that wait for room, and one of receivers that wait for an item.
 *
 * <p>Items stay in the queue until the poll that takes them. A receiver that waits is
 * <em>granted</em> one when it comes, and woken: so many items at the queue's front are kept for
 * those, and nobody who comes later gets them. One that is cancelled instead passes its grant on,
 * so no item is ever anywhere else than in the queue, and their order never changes.
 *
 * <p>All fields are touched inside {@link #access}, where these hold:
 *
 * <pre>
 *   granted &lt;= items
 *   a receiver waits  =&gt;  granted == items
 *   a sender waits    =&gt;  items == capacity, and not closed
 *   closed and no items  =&gt;  no receiver waits
 * </pre>
 */
public final class Channel<T> implements AsyncChannel<T> {
  final Access access;
  private final int capacity;
  private final ArrayDeque<T> items;
  private final WaitQueue<Send<T>> senders = new WaitQueue<>();
  private final WaitQueue<Receiver<T>> receivers = new WaitQueue<>();
  private int granted;
  private boolean closed;

  private Channel(Access access, int capacity) {
    if (capacity <= 0) {
      throw new IllegalArgumentException("the capacity must be positive: " + capacity);
    }
    this.access = access;
    this.capacity = capacity;
    this.items = new ArrayDeque<>(Math.min(capacity, 15)); // most have one or a few; it grows
  }

  /** For any thread. */
  public static <T> Channel<T> shared(int capacity) {
    return new Channel<>(new SharedAccess(), capacity);
  }

  /** For one confined runtime. */
  public static <T> Channel<T> local(int capacity) {
    return new Channel<>(new LocalAccess("channel"), capacity);
  }

  @Override
  public Async<@Nullable Void, RuntimeException> send(T item) {
    Send<T> s = new Send<>();
    s.reset(this, checked(item));
    return s;
  }

  /** See {@link dev.bide.weave.v1.Leaves#send}. */
  public @Nullable Object sendInPlace(T item, EngineContext cx, @Nullable Suspended spare) {
    checked(item);
    boolean now = Leaf.charge(cx);
    if (now && access.tryEnter(cx)) {
      if (closed) {
        access.leave();
        throw new ChannelClosedException();
      }
      if (putOrLeave(item)) {
        access.leave();
        return null;
      }
      Send<T> s = Send.in(spare);
      if (spare != null && s != null) {
        s.reset(this, item);
        s.waitInside(cx);
        access.leave();
        return spare;
      }
      access.leave(); // what is new is not made inside
    }
    Send<T> s = Send.in(spare);
    if (s == null) {
      s = new Send<>();
    }
    Suspended waits = Leaf.lent(s, spare);
    s.reset(this, item);
    if (!now) {
      return Leaf.later(waits, cx);
    }
    Object r = s.poll(cx);
    return r == Poll.PENDING ? waits : r;
  }

  @Override
  public boolean trySend(T item) {
    checked(item);
    access.enter();
    try { // as everywhere here: code that is not awaited may run out of stack
      return !closed && put(item);
    } finally {
      access.leave();
    }
  }

  private static <T> T checked(T item) {
    return Objects.requireNonNull(item, "a channel carries no nulls, and null was sent to one");
  }

  @Override
  public Async<@Nullable T, RuntimeException> receive() {
    Receive<T> r = new Receive<>();
    r.reset(this);
    return r;
  }

  /** See {@link dev.bide.weave.v1.Leaves#receive}. */
  public @Nullable Object receiveInPlace(EngineContext cx, @Nullable Suspended spare) {
    boolean now = Leaf.charge(cx);
    if (now && access.tryEnter(cx)) {
      boolean over = isOver();
      if (over || hasFree()) {
        T item = over ? null : take();
        access.leave();
        return item;
      }
      Receive<T> r = Receive.in(spare);
      if (spare != null && r != null) {
        r.reset(this);
        r.waitInside(cx, this);
        access.leave();
        return spare;
      }
      access.leave(); // what is new is not made inside
    }
    Receive<T> r = Receive.in(spare);
    if (r == null) {
      r = new Receive<>();
    }
    Suspended waits = Leaf.lent(r, spare);
    r.reset(this);
    if (!now) {
      return Leaf.later(waits, cx);
    }
    Object item = r.poll(cx);
    return item == Poll.PENDING ? waits : item;
  }

  @Override
  public Async<Integer, RuntimeException> receiveMany(Collection<? super T> into, int max) {
    return new ReceiveMany<>(this, into, max);
  }

  @Override
  public @Nullable T tryReceive() {
    access.enter();
    try {
      return hasFree() ? take() : null;
    } finally {
      access.leave();
    }
  }

  @Override
  public AsyncStream<T, RuntimeException> stream() {
    return Stage.ofLeaves(new ForOneReader<>(this));
  }

  @Override
  public void close() {
    access.enter();
    try {
      if (!closed) {
        closed = true;
        Send<T> s;
        while ((s = senders.poll()) != null) {
          s.refused = true;
          access.wake(s);
        }
        endReceivers();
      }
    } finally {
      access.leave();
    }
  }

  @Override
  public boolean isClosed() {
    access.enter();
    boolean c = closed;
    access.leave();
    return c;
  }

  @Override
  public int size() {
    access.enter();
    try {
      return items.size();
    } finally {
      access.leave();
    }
  }

  @Override
  public String toString() {
    return "AsyncChannel[" + size() + " of " + capacity + (isClosed() ? ", closed]" : "]");
  }

  // ---------------------------------------------------------------- inside

  boolean isClosedInside() {
    return closed;
  }

  /** Whether it is closed and empty: then nothing comes any more. */
  boolean isOver() {
    return closed && items.isEmpty();
  }

  /** Puts an item in when there is room. */
  boolean put(T item) {
    if (items.size() >= capacity) {
      return false;
    }
    try {
      items.addLast(item);
    } catch (OutOfMemoryError e) {
      T _ = items.pollLast(); // it is in, and a queue that has not grown then seems to be empty
      throw e;
    }
    grant();
    return true;
  }

  /** The same, which leaves where it fails: for want of memory, or of stack. */
  boolean putOrLeave(T item) {
    try {
      return put(item);
    } catch (Throwable t) {
      access.leave();
      throw t;
    }
  }

  /** Whether there is an item that is not kept for somebody. */
  boolean hasFree() {
    return items.size() > granted;
  }

  /** Takes the first item, which makes room. */
  T take() {
    T item = items.removeFirst();
    Send<T> s = senders.poll();
    if (s != null) {
      items.addLast(s.item());
      s.taken = true;
      access.wake(s);
    }
    grant();
    endReceivers();
    return item;
  }

  void waits(Send<T> s) {
    senders.add(s);
  }

  void gaveUp(Send<T> s) {
    senders.remove(s);
  }

  void waits(Receiver<T> r) {
    receivers.add(r);
  }

  void gaveUp(Receiver<T> r) {
    receivers.remove(r);
  }

  /** A receiver with a grant takes its item now, or passes the grant on by {@link #grant}. */
  void useGrant() {
    granted--;
  }

  /** Keeps items for those who wait. */
  void grant() {
    while (hasFree()) {
      Receiver<T> r = receivers.poll();
      if (r == null) {
        return;
      }
      r.granted = true;
      granted++;
      access.wake(r);
    }
  }

  private void endReceivers() {
    if (!isOver()) {
      return;
    }
    Receiver<T> r;
    while ((r = receivers.poll()) != null) {
      r.over = true;
      access.wake(r);
    }
  }

  /** Receives for a stream, which has at most one at a time and shows it to nobody. */
  private static final class ForOneReader<T>
      implements Supplier<Async<@Nullable T, RuntimeException>> {
    private final Channel<T> channel;
    private @Nullable Receive<T> used;

    ForOneReader(Channel<T> channel) {
      this.channel = channel;
    }

    @Override
    public Async<@Nullable T, RuntimeException> get() {
      Receive<T> r = used;
      if (r == null || !r.isFree()) {
        r = new Receive<>();
        used = r;
      }
      r.reset(channel);
      return r;
    }
  }
}
