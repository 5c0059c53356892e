package dev.bide.internal.io;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.internal.Cancellation;
import dev.bide.io.Pipe;
import dev.bide.runtime.Context;
import dev.bide.runtime.WakerSlot;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;

/** One end: reads from one duct and writes to the other. */
public final class PipeEnd implements Pipe.End {
  private static final Object END = -1;

  private final Duct in;
  private final Duct out;
  private final AtomicBoolean closed = new AtomicBoolean();

  /** The pending ones; each touched by the task that reads or writes. */
  private @Nullable Transfer reading;

  private @Nullable Transfer writing;

  /** Between two ducts. */
  public PipeEnd(Duct in, Duct out) {
    this.in = in;
    this.out = out;
  }

  @Override
  public Async<Integer, IOException> read(ByteBuffer into) {
    return new Read(into);
  }

  @Override
  public Async<Integer, IOException> write(ByteBuffer from) {
    return new Write(from);
  }

  @Override
  public Async<@Nullable Void, IOException> shutdownOutput() {
    return new Act() {
      @Override
      void act() {
        out.finish();
      }
    };
  }

  @Override
  public Async<@Nullable Void, IOException> closeAsync() {
    return new Act() {
      @Override
      void act() {
        close();
      }
    };
  }

  @Override
  public void close() {
    if (closed.compareAndSet(false, true)) {
      if (in.available() > 0 && !in.isBroken()) { // as TCP does it
        out.breakUp();
      } else {
        out.finish();
      }
      in.stop();
    }
  }

  @Override
  public void reset() {
    in.breakUp();
    out.breakUp();
  }

  @Override
  public String toString() {
    return "Pipe.End[" + in.available() + " to read, " + out.room() + " of room]";
  }

  /** Does something at once, when polled. */
  private abstract static class Act implements Async<@Nullable Void, IOException> {
    private boolean done;

    abstract void act();

    @Override
    public @Nullable Object poll(Context cx) {
      if (done) {
        throw new IllegalStateException("polled after its end: a computation runs once");
      }
      done = true;
      act();
      return null;
    }

    @Override
    public void cancel() {} // it never waits
  }

  /**
   * A read or a write.
   *
   * <pre>
   *   FRESH --nothing to be had--> WAITS --bytes, end, failure, cancelled--> ENDED
   * </pre>
   */
  private abstract static class Transfer implements Async<Integer, IOException> {
    private final WakerSlot slot;
    private boolean ended;
    private boolean cancelled;

    Transfer(WakerSlot slot) {
      this.slot = slot;
    }

    /** How many bytes, -1 at the end, or {@code PENDING}. */
    abstract Object tryNow() throws IOException;

    abstract void claim();

    abstract void release();

    @Override
    public final Object poll(Context cx) throws IOException {
      if (ended) {
        throw new IllegalStateException("polled after its end: a computation runs once");
      }
      claim();
      boolean over = true;
      try {
        if (cancelled) {
          throw Cancellation.cancelled();
        }
        Object r = tryNow();
        if (r == Poll.PENDING) {
          slot.register(cx.waker());
          r = tryNow();
          over = r != Poll.PENDING;
        }
        return r;
      } finally {
        if (over) {
          ended = true;
          slot.clear();
          release();
        }
      }
    }

    @Override
    public final void cancel() {
      cancelled = true;
    }
  }

  private final class Read extends Transfer {
    private final ByteBuffer into;

    Read(ByteBuffer into) {
      super(in.reader);
      this.into = into;
    }

    @Override
    Object tryNow() throws IOException {
      if (closed.get()) {
        throw new IOException("closed");
      }
      if (in.isBroken()) {
        throw new IOException("Connection reset");
      }
      boolean last = in.isFinished(); // looked at first: then all that was written is seen
      if (!into.hasRemaining()) {
        return 0;
      }
      if (in.available() > 0) {
        return in.take(into);
      }
      return last ? END : Poll.PENDING;
    }

    @Override
    void claim() {
      if (reading != this) {
        if (reading != null) {
          throw new IllegalStateException("a read is pending at this end; one at a time");
        }
        reading = this;
      }
    }

    @Override
    void release() {
      reading = null;
    }
  }

  private final class Write extends Transfer {
    private final ByteBuffer from;

    Write(ByteBuffer from) {
      super(out.writer);
      this.from = from;
    }

    @Override
    Object tryNow() throws IOException {
      if (closed.get()) {
        throw new IOException("closed");
      }
      if (out.isBroken()) {
        throw new IOException("Connection reset by peer");
      }
      if (out.isFinished()) {
        throw new IOException("the output was shut down");
      }
      if (out.isStopped()) {
        throw new IOException("Broken pipe");
      }
      if (!from.hasRemaining()) {
        return 0;
      }
      return out.room() > 0 ? (Object) out.put(from) : Poll.PENDING;
    }

    @Override
    void claim() {
      if (writing != this) {
        if (writing != null) {
          throw new IllegalStateException("a write is pending at this end; one at a time");
        }
        writing = this;
      }
    }

    @Override
    void release() {
      writing = null;
    }
  }
}
