package dev.bide.runtimes.nio;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.net.Endpoint;
import dev.bide.net.TcpOptions;
import dev.bide.net.TcpStream;
import dev.bide.runtime.Context;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/** A connection. */
final class NioStream extends NioChannel implements TcpStream {
  private final SocketChannel socket;
  private Endpoint local;
  private Endpoint remote;
  private boolean outputShut;

  /** Of a socket that does not block and is not connected yet. */
  NioStream(NioDriver driver, SocketChannel socket, Endpoint to) {
    super(driver, socket);
    this.socket = socket;
    this.local = new Endpoint("", 0);
    this.remote = to;
  }

  SocketChannel socket() {
    return socket;
  }

  /** It is connected. */
  void connected() throws IOException {
    local = Addresses.endpoint((InetSocketAddress) socket.getLocalAddress());
    remote = Addresses.endpoint((InetSocketAddress) socket.getRemoteAddress());
  }

  /** The options that a connected socket and one that is to be connected have in common. */
  static void set(SocketChannel socket, TcpOptions options) throws IOException {
    if (options.noDelay()) {
      socket.setOption(StandardSocketOptions.TCP_NODELAY, true);
    }
    if (options.keepAlive()) {
      socket.setOption(StandardSocketOptions.SO_KEEPALIVE, true);
    }
    if (options.sendBuffer() > 0) {
      socket.setOption(StandardSocketOptions.SO_SNDBUF, options.sendBuffer());
    }
  }

  @Override
  public Endpoint remote() {
    return remote;
  }

  @Override
  public Endpoint local() {
    return local;
  }

  @Override
  public Async<Integer, IOException> read(ByteBuffer into) {
    if (into.isReadOnly()) {
      throw new IllegalArgumentException("the buffer to read into is read-only");
    }
    return new Read(this, into);
  }

  @Override
  public Async<Integer, IOException> write(ByteBuffer from) {
    return new Write(this, from);
  }

  @Override
  public Async<@Nullable Void, IOException> shutdownOutput() {
    return new Shutdown(this);
  }

  @Override
  public Async<@Nullable Void, IOException> closeAsync() {
    return closing();
  }

  @Override
  public void close() {
    try {
      closeFromAnywhere();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public String toString() {
    return "connection " + local + " - " + remote;
  }

  private int readNow(ByteBuffer into) throws IOException {
    if (into.isDirect()) {
      return socket.read(into);
    }
    ByteBuffer b = driver.buffer();
    if (into.remaining() < b.capacity()) {
      b.limit(into.remaining());
    }
    int n = socket.read(b);
    if (n > 0) {
      into.put(b.flip());
    }
    return n;
  }

  private int writeNow(ByteBuffer from) throws IOException {
    if (from.isDirect()) {
      return socket.write(from);
    }
    ByteBuffer b = driver.buffer();
    int start = from.position();
    int length = Math.min(from.remaining(), b.capacity());
    int limit = from.limit();
    from.limit(start + length);
    int n = 0;
    try {
      b.put(from);
      n = socket.write(b.flip());
    } finally {
      from.limit(limit).position(start + n);
    }
    return n;
  }

  private IOException failed(IOException e) {
    return e instanceof ClosedChannelException && outputShut && socket.isOpen()
        ? new SocketException("Socket output is shutdown")
        : asSyncJavaThrows(e);
  }

  private static final class Read extends Leaf<Integer> {
    private final NioStream stream;
    private final ByteBuffer into;

    Read(NioStream stream, ByteBuffer into) {
      this.stream = stream;
      this.into = into;
    }

    @Override
    void begin(Context cx) {
      stream.driver.checkContext(cx, stream);
      stream.refuseSecond(true, "read");
    }

    @Override
    @Nullable Object attempt(Context cx) throws IOException {
      stream.checkOpen();
      if (!into.hasRemaining()) {
        return 0;
      }
      try {
        int n = stream.readNow(into);
        if (n == 0) {
          stream.register(this, SelectionKey.OP_READ);
          return Poll.PENDING;
        }
        return n;
      } catch (IOException e) {
        throw stream.failed(e);
      }
    }

    @Override
    void undo(Context cx) {} // it has read nothing

    @Override
    void end() {
      stream.leave(this);
    }
  }

  private static final class Write extends Leaf<Integer> {
    private final NioStream stream;
    private final ByteBuffer from;

    Write(NioStream stream, ByteBuffer from) {
      this.stream = stream;
      this.from = from;
    }

    @Override
    void begin(Context cx) {
      stream.driver.checkContext(cx, stream);
      stream.refuseSecond(false, "write");
    }

    @Override
    @Nullable Object attempt(Context cx) throws IOException {
      stream.checkOpen();
      if (!from.hasRemaining()) {
        return 0;
      }
      try {
        int n = stream.writeNow(from);
        if (n == 0) {
          stream.register(this, SelectionKey.OP_WRITE);
          return Poll.PENDING;
        }
        return n;
      } catch (IOException e) {
        throw stream.failed(e);
      }
    }

    @Override
    void undo(Context cx) {} // it has written nothing

    @Override
    void end() {
      stream.leave(this);
    }
  }

  private static final class Shutdown extends Leaf<@Nullable Void> {
    private final NioStream stream;

    Shutdown(NioStream stream) {
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
        stream.socket.shutdownOutput();
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
