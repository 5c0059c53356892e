package dev.bide.runtimes.sockets;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.net.TcpStream;
import dev.bide.runtime.Context;
import dev.bide.weave.v1.InPlace;
import dev.bide.weave.v1.Leaf;
import dev.bide.weave.v1.Slots;
import dev.bide.weave.v1.Suspended;
import dev.bide.weave.v1.Weave;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A connection. */
public abstract class DriverStream extends DriverSocket
    implements TcpStream, InPlace.Read, InPlace.Write {
  private boolean outputShut;

  /** Of a socket that does not block. */
  protected DriverStream(SocketDriver driver) {
    super(driver);
  }

  // ---------------------------------------------------------------- what a driver does

  /**
   * Begins to connect, or goes on with it.
   *
   * @return whether it is connected; else it waits for output
   */
  protected abstract boolean connect(InetSocketAddress to) throws IOException;

  /**
   * Reads what is there, into a buffer that has space.
   *
   * @return how many bytes, 0 when there are none yet, -1 at the end
   */
  protected abstract int receive(ByteBuffer into) throws IOException;

  /**
   * Writes what goes out at once, of a buffer that is not empty.
   *
   * @return how many bytes; 0 when it has to wait
   */
  protected abstract int send(ByteBuffer from) throws IOException;

  /** Sends the end of the stream. */
  protected abstract void sendEnd() throws IOException;

  // ---------------------------------------------------------------- what tasks ask for

  @Override
  public Async<Integer, IOException> read(ByteBuffer into) {
    Read r = new Read(false);
    r.reset(this, checked(into));
    return r;
  }

  private static ByteBuffer checked(ByteBuffer into) {
    if (into.isReadOnly()) {
      throw new IllegalArgumentException("the buffer to read into is read-only");
    }
    return into;
  }

  @Override
  public @Nullable Object readInPlace(ByteBuffer into, Slots slots, @Nullable Suspended spare)
      throws IOException {
    checked(into);
    Context cx = (Context) slots;
    boolean now = Leaf.charge(slots);
    if (now) {
      beginRead(cx);
      int n = read1(into);
      if (n != 0 || !into.hasRemaining()) {
        return Weave.of(n, slots);
      }
    }
    Read leaf = Leaf.in(spare) instanceof Read r && r.isFree() ? r : new Read(true);
    Suspended waits = Leaf.lent(leaf, spare);
    leaf.reset(this, into);
    return now ? letWait(leaf, true, cx, waits) : Leaf.later(waits, slots);
  }

  /** Lets a leaf wait, which has begun and has been tried. */
  private Suspended letWait(Operation<?> leaf, boolean forInput, Context cx, Suspended waits)
      throws IOException {
    try {
      await(leaf, forInput);
    } catch (IOException e) {
      leaf.failed();
      throw e;
    }
    leaf.waitFromNow(cx);
    return waits;
  }

  /** Makes a leaf wait. */
  private void await(Operation<?> leaf, boolean forInput) throws IOException {
    try {
      if (forInput) {
        waitForInput(leaf);
      } else {
        waitForOutput(leaf);
      }
    } catch (IOException e) {
      throw asSyncJavaThrows(e);
    }
  }

  private void beginRead(Context cx) {
    driver.checkContext(cx, this);
    refuseSecond(true, "read");
  }

  private void beginWrite(Context cx) {
    driver.checkContext(cx, this);
    refuseSecond(false, "write");
  }

  /** Reads once; 0 when it has to wait, or has no space. */
  private int read1(ByteBuffer into) throws IOException {
    checkOpen();
    int space = into.remaining();
    if (space == 0 || drained) {
      return 0;
    }
    try {
      int n = receive(into);
      if (n >= 0 && n < Math.min(space, SocketDriver.BUFFER)) {
        drained();
      }
      return n;
    } catch (IOException e) {
      throw asSyncJavaThrows(e);
    }
  }

  /** Writes once; 0 when it has to wait, or has nothing. */
  private int write1(ByteBuffer from) throws IOException {
    checkOpen();
    if (!from.hasRemaining()) {
      return 0;
    }
    if (outputShut) {
      throw new SocketException("Socket output is shutdown");
    }
    try {
      return send(from);
    } catch (IOException e) {
      throw asSyncJavaThrows(e);
    }
  }

  @Override
  public Async<Integer, IOException> write(ByteBuffer from) {
    Write w = new Write(Write.ONCE);
    w.reset(this, from);
    return numbered(w);
  }

  @SuppressWarnings("unchecked") // of the kind ONCE
  private static Async<Integer, IOException> numbered(Write once) {
    return (Async<Integer, IOException>) (Async<?, IOException>) once;
  }

  @Override
  public @Nullable Object writeInPlace(ByteBuffer from, Slots slots, @Nullable Suspended spare)
      throws IOException {
    Context cx = (Context) slots;
    boolean now = Leaf.charge(slots);
    if (now) {
      beginWrite(cx);
      int n = write1(from);
      if (n != 0 || !from.hasRemaining()) {
        return Weave.of(n, slots);
      }
    }
    return write(Write.ONCE_IN_PLACE, from, now, slots, spare);
  }

  @Override
  public @Nullable Object writeAllInPlace(ByteBuffer from, Slots slots, @Nullable Suspended spare)
      throws IOException {
    Context cx = (Context) slots;
    boolean now = Leaf.charge(slots);
    if (now) {
      beginWrite(cx);
      while (write1(from) != 0) {
        // a heap buffer goes out in pieces
      }
      if (!from.hasRemaining()) {
        return null;
      }
    }
    return write(Write.ALL, from, now, slots, spare);
  }

  private Object write(
      int kind, ByteBuffer from, boolean now, Slots slots, @Nullable Suspended spare)
      throws IOException {
    Write leaf =
        Leaf.in(spare) instanceof Write w && w.isFree() && w.kind == kind ? w : new Write(kind);
    Suspended waits = Leaf.lent(leaf, spare);
    leaf.reset(this, from);
    return now ? letWait(leaf, false, (Context) slots, waits) : Leaf.later(waits, slots);
  }

  @Override
  public Async<@Nullable Void, IOException> shutdownOutput() {
    return new Shutdown(this);
  }

  @Override
  public String toString() {
    return "connection " + local() + " - " + remote();
  }

  private static final class Read extends Operation<Integer> {
    private final boolean inPlace;
    private @Nullable DriverStream stream;
    private @Nullable ByteBuffer into;

    Read(boolean inPlace) {
      this.inPlace = inPlace;
    }

    void reset(DriverStream from, ByteBuffer to) {
      reset();
      stream = from;
      into = to;
    }

    private DriverStream stream() {
      return Objects.requireNonNull(stream);
    }

    @Override
    void begin(Context cx) {
      stream().beginRead(cx);
    }

    @Override
    @Nullable Object attempt(Context cx) throws IOException {
      DriverStream s = stream();
      ByteBuffer b = Objects.requireNonNull(into);
      int n = s.read1(b);
      if (n == 0 && b.hasRemaining()) {
        s.await(this, true);
        return Poll.PENDING;
      }
      if (inPlace) {
        return Weave.of(n, cx);
      }
      return n;
    }

    @Override
    void undo(Context cx) {} // it has read nothing

    @Override
    void end() {
      stream().leave(this);
    }

    @Override
    void clear() {
      stream = null;
      into = null;
    }
  }

  private static final class Write extends Operation<@Nullable Object> {
    /** Gives how many bytes, as any computation does. */
    static final int ONCE = 0;

    /** The same for a block alone. */
    static final int ONCE_IN_PLACE = 1;

    /** Until nothing is left. */
    static final int ALL = 2;

    final int kind;
    private @Nullable DriverStream stream;
    private @Nullable ByteBuffer from;

    Write(int kind) {
      this.kind = kind;
    }

    void reset(DriverStream to, ByteBuffer what) {
      reset();
      stream = to;
      from = what;
    }

    private DriverStream stream() {
      return Objects.requireNonNull(stream);
    }

    @Override
    void begin(Context cx) {
      stream().beginWrite(cx);
    }

    @Override
    @Nullable Object attempt(Context cx) throws IOException {
      DriverStream s = stream();
      ByteBuffer b = Objects.requireNonNull(from);
      int n = s.write1(b);
      while (kind == ALL && n != 0) {
        n = s.write1(b);
      }
      if (n == 0 && b.hasRemaining()) {
        s.await(this, false);
        return Poll.PENDING;
      }
      return switch (kind) {
        case ONCE -> n;
        case ONCE_IN_PLACE -> Weave.of(n, cx);
        default -> null;
      };
    }

    @Override
    void undo(Context cx) {} // what was written is written

    @Override
    void end() {
      stream().leave(this);
    }

    @Override
    void clear() {
      stream = null;
      from = null;
    }
  }

  private static final class Shutdown extends Operation<@Nullable Void> {
    private final DriverStream stream;

    Shutdown(DriverStream stream) {
      this.stream = stream;
    }

    @Override
    void begin(Context cx) {
      stream.driver.checkContext(cx, stream);
      stream.refuseSecond(false, "write");
    }

    @Override
    @Nullable Object attempt(Context cx) throws IOException {
      stream.checkOpen();
      stream.outputShut = true;
      try {
        stream.sendEnd();
        return null;
      } catch (IOException e) {
        throw stream.asSyncJavaThrows(e);
      }
    }

    @Override
    void undo(Context cx) {}

    @Override
    void end() {
      stream.leave(this);
    }
  }
}
