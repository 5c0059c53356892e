package dev.bide.runtimes.sockets;

import dev.bide.Async;
import dev.bide.AsyncCloseable;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import dev.bide.runtime.Work;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.SocketException;
import java.nio.channels.ClosedChannelException;
import org.jspecify.annotations.Nullable;

/**
 * A socket and who waits for it: at most one for input (read, accept) and one for output (write,
 * connect).
 */
public abstract class DriverSocket implements AsyncCloseable<IOException> {
  /** The driver that has opened it. */
  protected final SocketDriver driver;

  private @Nullable Operation<?> input;
  private @Nullable Operation<?> output;
  private boolean closed;

  /** See {@link #endElsewhere}. */
  private boolean ended;

  /** The last read took all there was: the next one waits for the driver, and tries nothing. */
  boolean drained;

  /** See {@link #moreThanRead()}. */
  private boolean moreThanRead;

  /** A socket that has been opened. */
  protected DriverSocket(SocketDriver driver) {
    this.driver = driver;
  }

  // ---------------------------------------------------------------- what a driver does

  /** From now on the driver tells when there is input. */
  protected abstract void watchInput() throws IOException;

  /** From now on the driver tells when output may go on, or whether it is connected. */
  protected abstract void watchOutput() throws IOException;

  /** Closes it for good. Once, on the loop's thread. */
  protected abstract void release() throws IOException;

  /**
   * Ends it as far as that can be done on a thread that is not the loop's, while that may use it:
   * the other side sees that it is closed. {@link #release} follows.
   */
  protected abstract void releaseElsewhere() throws IOException;

  // ---------------------------------------------------------------- what a driver tells

  /**
   * There is input.
   *
   * @return whether somebody waits for it
   */
  public final boolean inputReady() {
    drained = false;
    Operation<?> waiting = input;
    wake(waiting);
    return waiting != null;
  }

  /** Output may go on, or it is connected. */
  public final void outputReady() {
    wake(output);
  }

  /**
   * From now on, that a read took less than it could does not mean that it took all: there may be
   * more that the driver has told of, and does not tell of again.
   */
  public final void moreThanRead() {
    moreThanRead = true;
  }

  /**
   * For {@link #releaseElsewhere}: from now on its calls tell of that, and do not give what has
   * come before. The loop's thread sees it once anything tells it that the other one has closed it.
   *
   * @return whether it was not so before
   */
  public final boolean endElsewhere() {
    boolean first = !ended;
    ended = true;
    return first;
  }

  /** Whether another thread has ended it. */
  public final boolean isEndedElsewhere() {
    return ended;
  }

  // ---------------------------------------------------------------- who waits

  final boolean isClosed() {
    return closed;
  }

  /** A read took all that was there. */
  final void drained() {
    drained = !moreThanRead;
  }

  /** Makes a leaf wait for input. */
  final void waitForInput(Operation<?> leaf) throws IOException {
    input = leaf;
    watchInput();
  }

  /** Makes a leaf wait for output. */
  final void waitForOutput(Operation<?> leaf) throws IOException {
    output = leaf;
    watchOutput();
  }

  /** A leaf waits no more. */
  final void leave(Operation<?> leaf) {
    if (input == leaf) {
      input = null;
    }
    if (output == leaf) {
      output = null;
    }
  }

  /** Refuses a second operation of a kind while one is pending. */
  final void refuseSecond(boolean forInput, String what) {
    if ((forInput ? input : output) != null) {
      throw new IllegalStateException(
          "another " + what + " is pending on " + this + ": one " + what + " at a time");
    }
  }

  final void checkOpen() throws SocketException {
    if (closed || ended) {
      throw socketClosed();
    }
  }

  /** What whoever uses a closed socket gets. */
  protected static SocketException socketClosed() {
    return new SocketException("Socket closed");
  }

  /** What a blocking socket would have thrown. */
  final IOException asSyncJavaThrows(IOException e) {
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
  @Override
  public final Async<@Nullable Void, IOException> closeAsync() {
    return new Async<>() {
      private boolean over;

      @Override
      public @Nullable Object poll(Context cx) throws IOException {
        if (over) {
          throw new IllegalStateException("polled after its end: a computation runs once");
        }
        driver.checkContext(cx, DriverSocket.this);
        over = true;
        closeHere();
        return null;
      }

      @Override
      public void cancel() {} // it never waits
    };
  }

  /**
   * From plain code on any thread. Off the loop's thread it is ended at once, and the loop is asked
   * to see to those who wait for it.
   */
  @Override
  public final void close() {
    Loop loop = driver.loop();
    try {
      if (loop.isOwnThread()) {
        closeHere();
      } else if (!loop.runIfFree(this::closeQuietly)) {
        releaseElsewhere();
        loop.scheduler().post(CloseMessage.of(this));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Closes it on the loop's thread where something else has failed already. */
  public final void closeQuietly() {
    try {
      closeHere();
    } catch (IOException e) {
      driver.loop().scheduler().failed("closing " + this + " failed", e);
    }
  }

  /** On the loop's thread. */
  final void closeHere() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    wake(input);
    wake(output);
    release();
  }

  private static void wake(@Nullable Operation<?> leaf) {
    if (leaf != null) {
      leaf.wake();
    }
  }

  private static final class CloseMessage extends Work {
    private final DriverSocket socket;

    private CloseMessage(DriverSocket socket) {
      this.socket = socket;
    }

    /** As work: most programs never need one, and a verifier that sees the class would load it. */
    static Work of(DriverSocket socket) {
      return new CloseMessage(socket);
    }

    @Override
    public void deliver() {
      socket.closeQuietly();
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

    /** Tries it; {@link Poll#PENDING} after asking its socket to wait. */
    abstract @Nullable Object attempt(Context cx) throws IOException;

    /** Before the first attempt: refuses what may not start. */
    abstract void begin(Context cx) throws IOException;

    /** Undoes what has begun, after a cancel. */
    abstract void undo(Context cx);

    /** Leaves its socket. */
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
