package dev.bide.runtimes.nio;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import dev.bide.runtime.Work;
import java.io.IOException;
import java.net.SocketException;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import org.jspecify.annotations.Nullable;

/**
 * A socket and who waits for it: at most one for input (read, accept) and one for output (write,
 * connect).
 *
 * <p>Interest in input stays registered after it was met, and is taken away when input comes that
 * nobody waits for: a connection that reads again and again registers once. Interest in output is
 * taken away at once, since a socket can nearly always be written to.
 */
abstract class NioChannel {
  private static final int INPUT = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;

  final NioDriver driver;
  final SelectableChannel channel;
  private @Nullable SelectionKey key;
  private @Nullable Operation<?> input;
  private @Nullable Operation<?> output;
  private boolean closed;

  /** The last read took all there was: the next one waits for the selector, and tries nothing. */
  boolean drained;

  NioChannel(NioDriver driver, SelectableChannel channel) {
    this.driver = driver;
    this.channel = channel;
    driver.opened(this);
  }

  boolean isClosed() {
    return closed;
  }

  /** What is waited for has come. On the loop's thread. */
  final void ready(SelectionKey k) {
    try {
      ready(k, k.readyOps());
    } catch (CancelledKeyException e) {
      // closed from another thread, which has sent a message that sees to those who wait
    }
  }

  private void ready(SelectionKey k, int ops) {
    if ((ops & INPUT) != 0) {
      drained = false;
      Operation<?> waiting = input;
      if (waiting == null) {
        k.interestOpsAnd(~INPUT);
      } else {
        waiting.wake();
      }
    }
    if ((ops & ~INPUT) != 0) {
      k.interestOpsAnd(INPUT);
      Operation<?> waiting = output;
      if (waiting != null) {
        waiting.wake();
      }
    }
  }

  /** Makes a leaf wait for an operation. */
  void register(Operation<?> leaf, int op) throws IOException {
    if ((op & INPUT) != 0) {
      input = leaf;
    } else {
      output = leaf;
    }
    try {
      SelectionKey k = key;
      if (k == null) {
        key = channel.register(driver.selector(), op, this);
      } else if ((k.interestOps() & op) == 0) {
        k.interestOpsOr(op);
      }
    } catch (CancelledKeyException e) { // closed from another thread
      ClosedChannelException closedMeanwhile = new ClosedChannelException();
      closedMeanwhile.initCause(e);
      throw closedMeanwhile;
    }
  }

  /** A leaf waits no more. */
  void leave(Operation<?> leaf) {
    if (input == leaf) {
      input = null;
    }
    if (output == leaf) {
      output = null;
    }
  }

  /** Refuses a second operation of a kind while one is pending. */
  void refuseSecond(boolean forInput, String what) {
    if ((forInput ? input : output) != null) {
      throw new IllegalStateException(
          "another " + what + " is pending on " + this + ": one " + what + " at a time");
    }
  }

  void checkOpen() throws SocketException {
    if (closed) {
      throw socketClosed();
    }
  }

  private static SocketException socketClosed() {
    return new SocketException("Socket closed");
  }

  /** What a blocking socket would have thrown. */
  IOException asSyncJavaThrows(IOException e) {
    if (closed || e instanceof ClosedChannelException) {
      SocketException s = socketClosed();
      s.initCause(e);
      return s;
    }
    if (e instanceof SocketException) {
      return e;
    }
    SocketException s = new SocketException(e.getMessage());
    s.initCause(e);
    return s;
  }

  // ---------------------------------------------------------------- closing

  /** In a block. */
  Async<@Nullable Void, IOException> closing() {
    return new Async<>() {
      private boolean over;

      @Override
      public @Nullable Object poll(Context cx) throws IOException {
        if (over) {
          throw new IllegalStateException("polled after its end: a computation runs once");
        }
        driver.checkContext(cx, NioChannel.this);
        over = true;
        closeHere();
        return null;
      }

      @Override
      public void cancel() {} // it never waits
    };
  }

  /**
   * From plain code on any thread. Off the loop's thread the channel is closed at once, and the
   * loop is asked to see to those who wait for it.
   */
  void closeFromAnywhere() throws IOException {
    Loop loop = driver.loop();
    if (loop.isOwnThread()) {
      closeHere();
    } else if (!loop.runIfFree(this::closeQuietly)) {
      channel.close();
      driver.closed(this);
      loop.scheduler().post(CloseMessage.of(this));
    }
  }

  void closeQuietly() {
    try {
      closeHere();
    } catch (IOException e) {
      driver.loop().scheduler().failed("closing " + this + " failed", e);
    }
  }

  /** On the loop's thread. */
  void closeHere() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    driver.closed(this);
    wake(input);
    wake(output);
    try {
      channel.close();
    } finally {
      SelectionKey k = key;
      if (k != null) {
        Selector s = k.selector();
        if (s.isOpen()) {
          driver.pollNow(); // a registered channel is released by the selector's next turn
        }
      }
    }
  }

  private static void wake(@Nullable Operation<?> leaf) {
    if (leaf != null) {
      leaf.wake();
    }
  }

  private static final class CloseMessage extends Work {
    private final NioChannel channel;

    private CloseMessage(NioChannel channel) {
      this.channel = channel;
    }

    /** As work: most programs never need one, and a verifier that sees the class would load it. */
    static Work of(NioChannel channel) {
      return new CloseMessage(channel);
    }

    @Override
    public void deliver() {
      channel.closeQuietly();
    }

    @Override
    public void abandon(Throwable why) {} // the driver has closed it
  }

  // ---------------------------------------------------------------- operations

  /** One operation. Woken on the loop's thread. */
  abstract static class Operation<T extends @Nullable Object> implements Async<T, IOException> {
    private static final int FRESH = 0;
    private static final int WAITS = 1;
    private static final int ENDED = 2;

    private int state;
    private boolean cancelled;
    private @Nullable Waker waker;

    /** Tries it; {@link Poll#PENDING} after asking its channel to wait. */
    abstract @Nullable Object attempt(Context cx) throws IOException;

    /** Before the first attempt: refuses what may not start. */
    abstract void begin(Context cx) throws IOException;

    /** Undoes what has begun, after a cancel. */
    abstract void undo(Context cx);

    /** Leaves its channel. */
    abstract void end();

    /** Lets go of all that it was given, where it may be used again. */
    void clear() {}

    /** Whether it has ended, and so may be used again. */
    final boolean isFree() {
      return state == ENDED;
    }

    /** Makes it as if it were new. */
    final void reset() {
      state = FRESH;
      cancelled = false;
    }

    /** It waits from now on: somebody else has begun, and tried. */
    final void waitFromNow(Context cx) {
      state = WAITS;
      waker = cx.waker();
    }

    /** It could not begin to wait. */
    final void failed() {
      over(true);
    }

    private void over(boolean begun) {
      state = ENDED;
      waker = null;
      if (begun) {
        end();
      }
      clear();
    }

    @Override
    public final @Nullable Object poll(Context cx) throws IOException {
      if (state == ENDED) {
        throw new IllegalStateException("polled after its end: a computation runs once");
      }
      boolean over = true;
      boolean mine = state == WAITS;
      try {
        if (cancelled) {
          if (mine) {
            undo(cx);
          }
          throw Cancelled.byLeaf();
        }
        if (state == FRESH) {
          begin(cx);
          mine = true;
          state = WAITS;
        }
        Object r = attempt(cx);
        over = r != Poll.PENDING;
        if (!over && waker != cx.waker()) {
          waker = cx.waker();
        }
        return r;
      } finally {
        if (over) {
          over(mine);
        }
      }
    }

    @Override
    public final void cancel() {
      cancelled = true;
    }

    final void wake() {
      Waker w = waker;
      if (w != null) {
        w.wake();
      }
    }
  }
}
