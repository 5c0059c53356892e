package dev.bide.internal.sync;

import dev.bide.Async;
import dev.bide.AsyncStream;
import dev.bide.internal.stream.Streams;
import dev.bide.sync.AsyncChannel;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Objects;
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
  private final ArrayDeque<T> items = new ArrayDeque<>();
  private final WaitQueue<Send<T>> senders = new WaitQueue<>();
  private final WaitQueue<Receiver<T>> receivers = new WaitQueue<>();
  private int granted;
  private boolean closed;

  /** To be woken when left. */
  private @Nullable Waiter woken;

  private Channel(Access access, int capacity) {
    if (capacity <= 0) {
      throw new IllegalArgumentException("the capacity must be positive: " + capacity);
    }
    this.access = access;
    this.capacity = capacity;
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
    return new Send<>(this, checked(item));
  }

  @Override
  public boolean trySend(T item) {
    checked(item);
    access.enter();
    boolean taken = !closed && put(item);
    leave();
    return taken;
  }

  private static <T> T checked(T item) {
    return Objects.requireNonNull(item, "a channel carries no nulls, and null was sent to one");
  }

  @Override
  public Async<@Nullable T, RuntimeException> receive() {
    return new Receive<>(this);
  }

  @Override
  public Async<Integer, RuntimeException> receiveMany(Collection<? super T> into, int max) {
    return new ReceiveMany<>(this, into, max);
  }

  @Override
  public @Nullable T tryReceive() {
    access.enter();
    T item = hasFree() ? take() : null;
    leave();
    return item;
  }

  @Override
  public AsyncStream<T, RuntimeException> stream() {
    return Streams.ofLeaves(this::receive);
  }

  @Override
  public void close() {
    access.enter();
    if (!closed) {
      closed = true;
      Send<T> s;
      while ((s = senders.poll()) != null) {
        s.refused = true;
        woken = Wakeups.add(woken, s);
      }
      endReceivers();
    }
    leave();
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
    int n = items.size();
    access.leave();
    return n;
  }

  @Override
  public String toString() {
    return "AsyncChannel[" + size() + " of " + capacity + (isClosed() ? ", closed]" : "]");
  }

  // ---------------------------------------------------------------- inside

  /** Leaves, and wakes those who are to be woken. */
  void leave() {
    Waiter list = woken;
    woken = null;
    access.leave();
    Wakeups.wake(list);
  }

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
    items.addLast(item);
    grant();
    return true;
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
      woken = Wakeups.add(woken, s);
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
      woken = Wakeups.add(woken, r);
    }
  }

  private void endReceivers() {
    if (!isOver()) {
      return;
    }
    Receiver<T> r;
    while ((r = receivers.poll()) != null) {
      r.over = true;
      woken = Wakeups.add(woken, r);
    }
  }
}
