package dev.bide.internal.stream;

import dev.bide.Async;
import dev.bide.AsyncStream;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.internal.Cancellation;
import dev.bide.internal.EngineContext;
import dev.bide.internal.Failures;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import dev.bide.weave.v1.Leaf;
import dev.bide.weave.v1.Suspended;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A stream that is read and closed by polling it. What a read has begun is kept in the stage, not
 * in the {@link Next} that asked, so that a request can be withdrawn and nothing is lost. An
 * operator polls its source inside its own poll.
 *
 * <pre>
 *   NEW --asked--> OPEN --pull: null, or throws--> OVER
 *    | ^----owned----|                               |
 *    |_______________|____________close______________|--> CLOSING --release: true--> CLOSED
 * </pre>
 */
public abstract class Stage<T, X extends Exception> implements AsyncStream<T, X> {
  private static final int NEW = 0;
  private static final int OPEN = 1;
  private static final int OVER = 2;
  private static final int CLOSING = 3;
  private static final int CLOSED = 4;

  private int state = NEW;

  /** It is the source of another one, or of a terminal operation. */
  private boolean owned;

  /** Its owner is in another task than it, and was told. */
  private boolean givenUp;

  private boolean polling;

  /** Somebody asks {@link #isPolled}: what waits in a circle is to be asked once. */
  private boolean looking;

  /** The task that first polled it. */
  private @Nullable Object task;

  private @Nullable Next<T, X> pending;

  /** Whoever owns it and waits for its next item: is told when somebody else closes it. */
  private @Nullable Waker asking;

  private @Nullable Close<X> closer;
  private @Nullable List<Waker> otherClosers;
  private @Nullable Throwable closingFailure;
  private @Nullable Dropping dropping;

  // ---------------------------------------------------------------- what a stage says

  /**
   * Goes on to the next item.
   *
   * @return it, null at the end, {@code PENDING} after arranging that {@code cx.waker()} is woken
   */
  abstract @Nullable Object pull(Context cx) throws Throwable;

  /**
   * The last {@link #pull} was pending, and nobody waits any more. Withdraws what it asked of
   * others; what it has begun by itself goes on as part of the task, and its item is kept.
   *
   * @param abort whether this may wait for nothing more
   * @return false to be polled again
   */
  abstract boolean withdraw(Context cx, boolean abort) throws Throwable;

  /**
   * Cancels what has begun, waits for it, {@link #drop drops} items that nobody took, and closes
   * its sources. When it throws it is called again, to go on behind what failed.
   *
   * @param abort whether this may wait for nothing more
   * @return false to be polled again
   */
  abstract boolean release(Context cx, boolean abort) throws Throwable;

  /**
   * Whether a computation that this has begun is being polled, or a source is: whoever is inside
   * cannot wait for this to be closed. For the closing alone.
   */
  boolean isInside() {
    return false;
  }

  // ---------------------------------------------------------------- for whoever reads it

  /** The values of computations, made one after the other, up to the first null. */
  public static <T, X extends Exception> AsyncStream<T, X> ofLeaves(
      Supplier<? extends Async<@Nullable T, X>> next) {
    return new Leaves<>(next, null);
  }

  /** Takes a stream as a source: nobody else may read or close it from now on. */
  @SuppressWarnings("unchecked") // a producer of a subtype is a producer of the type
  static <T, X extends Exception> Stage<T, X> own(AsyncStream<? extends T, ? extends X> s) {
    Stage<T, X> stage =
        s instanceof Stage<?, ?> known
            ? (Stage<T, X>) known
            : new Leaves<>(() -> ((AsyncStream<T, X>) s).next(), (AsyncStream<T, X>) s);
    if (stage.owned) {
      throw isOwned();
    }
    if (stage.state >= CLOSING) {
      throw isClosed();
    }
    if (stage.pending != null) { // the two would take each other's wake-up
      throw isPending();
    }
    stage.owned = true;
    if (stage.state == OPEN) {
      stage.state = NEW; // to its owner, which may be in another task
    }
    return stage;
  }

  private static IllegalStateException isOwned() {
    return new IllegalStateException(
        "this stream is the source of another stream or of a terminal operation, which reads and"
            + " closes it; a stream is used once");
  }

  private static IllegalStateException isPending() {
    return new IllegalStateException("another next() of this stream is pending; one at a time");
  }

  private static IllegalStateException isClosed() {
    return new IllegalStateException("this stream was closed; a stream is used once");
  }

  /** Polls for the next item; see {@link #pull}. */
  final @Nullable Object ask(Context cx) throws Throwable {
    if (state != OPEN) {
      if (state == OVER) {
        return null;
      }
      if (state >= CLOSING) {
        throw isClosed();
      }
      checkTask(cx); // once: who owns it asks in one task
      state = OPEN;
    }
    enter();
    try {
      Object r = pull(cx);
      if (r == null) {
        state = OVER;
      } else if (owned && r == Poll.PENDING && asking != cx.waker()) {
        asking = cx.waker();
      }
      return r;
    } catch (Throwable t) {
      state = OVER;
      throw t;
    } finally {
      polling = false;
    }
  }

  /** Withdraws the request; false to be polled again. */
  final boolean letGo(Context cx, boolean abort) throws Throwable {
    if (state != OPEN) {
      return true;
    }
    enter();
    try {
      return withdraw(cx, abort);
    } catch (Throwable t) {
      state = OVER;
      throw t;
    } finally {
      polling = false;
    }
  }

  /**
   * Closes it as a source; false to be polled again. Throws once it is closed, or where it is
   * another task's: that one closes it, and the owner, which is told once, goes on.
   */
  final boolean finish(Context cx, boolean abort) throws Throwable {
    if (state == CLOSED) {
      return true;
    }
    if (isForeign(cx)) {
      if (givenUp) {
        return true;
      }
      givenUp = true;
      throw foreign();
    }
    if (closer != null) { // by hand, although it has an owner
      awaitOtherCloser(cx);
      return abort; // then that one waits for it alone
    }
    return finishHere(cx, abort);
  }

  private boolean finishHere(Context cx, boolean abort) throws Throwable {
    enter();
    try {
      return goOnClosing(cx, abort);
    } finally {
      polling = false;
    }
  }

  private boolean goOnClosing(Context cx, boolean abort) throws Throwable {
    if (state != CLOSING) {
      state = CLOSING;
      if (pending != null) {
        pending.wake();
      }
      if (closer != null && asking != null) { // by hand, else it is that one who closes
        asking.wake();
      }
    }
    for (boolean released = false; !released; ) {
      try {
        released = release(cx, abort);
        if (!released) {
          return false;
        }
      } catch (Throwable t) {
        closingFailed(t);
      }
    }
    if (dropping != null && !dropping.isDone(cx, abort)) {
      return false;
    }
    state = CLOSED;
    if (otherClosers != null) {
      otherClosers.forEach(Waker::wake);
      otherClosers = null;
    }
    Throwable t = closingFailure;
    if (t != null) {
      closingFailure = null;
      throw t;
    }
    return true;
  }

  private void closingFailed(Throwable t) {
    Throwable first = closingFailure;
    if (first == null) {
      closingFailure = t;
    } else {
      Failures.suppress(first, t);
    }
  }

  private void enter() {
    if (polling) {
      throw fromInside();
    }
    polling = true;
  }

  private static IllegalStateException fromInside() {
    return new IllegalStateException("a stream was read or closed from inside itself");
  }

  /** Whether its poll, or that of a part of it, is on the stack. */
  final boolean isPolled() {
    if (polling || looking) {
      return polling;
    }
    looking = true;
    try {
      return isInside() || (dropping != null && dropping.isPolled());
    } finally {
      looking = false;
    }
  }

  // ---------------------------------------------------------------- for stages

  /** Whether closing has begun. */
  final boolean isClosing() {
    return state >= CLOSING;
  }

  /** Lets go of an item that nobody will get: closes it where it can be closed. In the closing. */
  final void drop(Context cx, @Nullable Object item) {
    if (item instanceof AutoCloseable) {
      Dropping d = dropping;
      if (d == null) {
        d = new Dropping();
        dropping = d;
      }
      d.drop(cx, item);
    }
  }

  /**
   * Reports the failure of something that was ahead of its consumer and is not wanted any more, or
   * of its closings, where that is how it was cancelled. Another {@code Error} is thrown.
   */
  static void dropFailure(Context cx, @Nullable Throwable t) {
    if (t == null) {
      return;
    }
    if (t instanceof Cancelled) {
      for (Throwable ofClosing : t.getSuppressed()) {
        cx.scheduler().failed(Cancellation.CLEAN_UP, ofClosing);
      }
      return;
    }
    if (t instanceof Error e) {
      throw e;
    }
    cx.scheduler().failed("what a stream had run ahead failed, and the stream was closed", t);
  }

  /** An item, checked. */
  static Object checked(@Nullable Object item, String from) {
    if (item == null) {
      throw new NullPointerException("a stream carries no nulls, and " + from + " gave null");
    }
    return item;
  }

  // ---------------------------------------------------------------- for users

  @Override
  public final Async<@Nullable T, X> next() {
    Next<T, X> n = new Next<>();
    n.reset(this);
    return n;
  }

  /**
   * See {@link dev.bide.weave.v1.Leaves#next}. Here and not in {@link Streams}, as is {@link
   * #ofLeaves}: a program that only reads lines loads no class that makes all kinds of streams.
   */
  public static @Nullable Object nextInPlace(
      AsyncStream<?, ?> self, EngineContext cx, @Nullable Suspended spare) throws Throwable {
    return self instanceof Stage<?, ?> s ? s.nextInPlace(cx, spare) : Leaf.plain(self.next(), cx);
  }

  private @Nullable Object nextInPlace(EngineContext cx, @Nullable Suspended spare)
      throws Throwable {
    boolean now = Leaf.charge(cx);
    if (now) {
      checkClaim(cx);
      Object r = ask(cx);
      if (r != Poll.PENDING) {
        return r;
      }
    }
    Next<T, X> n = Next.in(spare);
    if (n == null) {
      n = new Next<>();
    }
    Suspended waits = Leaf.lent(n, spare);
    n.reset(this);
    if (!now) {
      return Leaf.later(waits, cx);
    }
    pending = n;
    n.waitFromNow(cx);
    return waits;
  }

  @Override
  public final Async<@Nullable Void, X> closeAsync() {
    return new Close<>(this);
  }

  private void checkTask(Context cx) {
    if (isForeign(cx)) {
      throw foreign();
    }
  }

  /** Whether it belongs to another task. From now on it does belong to one. */
  private boolean isForeign(Context cx) {
    Object t = EngineContext.taskOf(cx);
    if (task == null) {
      task = t;
    }
    return task != t;
  }

  private static IllegalStateException foreign() {
    return new IllegalStateException(
        "a stream belongs to the task that first polled it, which alone reads and closes it");
  }

  /** Lets one {@code next()} begin. */
  final void claim(Context cx, Next<T, X> by) {
    checkClaim(cx);
    pending = by;
  }

  private void checkClaim(Context cx) {
    if (owned) {
      throw isOwned();
    }
    if (state >= CLOSING) {
      throw isClosed();
    }
    checkTask(cx);
    if (pending != null) {
      throw isPending();
    }
  }

  /** The pending {@code next()} has ended. */
  final void unclaim() {
    pending = null;
  }

  /** One step of a closing; see {@link Close}. */
  final @Nullable Object pollClose(Context cx, Close<X> by, boolean abort) throws Throwable {
    checkTask(cx);
    if (state == CLOSED) {
      return null;
    }
    if (closer != by) {
      if (isPolled()) { // and stays nobody's closer: its owner would wait for it for ever
        throw fromInside();
      }
      if (state == CLOSING) {
        if (abort) {
          throw Cancellation.cancelled(); // the closing is the other one's
        }
        awaitOtherCloser(cx);
        return Poll.PENDING;
      }
      closer = by;
    }
    return finishHere(cx, abort) ? null : Poll.PENDING;
  }

  private void awaitOtherCloser(Context cx) {
    if (otherClosers == null) {
      otherClosers = new ArrayList<>();
    }
    if (!otherClosers.contains(cx.waker())) {
      otherClosers.add(cx.waker());
    }
  }
}
