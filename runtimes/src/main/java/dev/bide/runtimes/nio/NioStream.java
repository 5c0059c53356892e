package dev.bide.runtimes.nio;

import dev.bide.net.Endpoint;
import dev.bide.net.TcpOptions;
import dev.bide.runtimes.sockets.Addresses;
import dev.bide.runtimes.sockets.DriverStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import org.jspecify.annotations.Nullable;

/** A connection by a channel. */
final class NioStream extends DriverStream {
  private final SocketChannel socket;
  private @Nullable SelectionKey key;

  /** The addresses as the channel has them: their texts take more than all the rest of this. */
  private @Nullable InetSocketAddress local;

  private InetSocketAddress remote;

  private NioStream(NioDriver driver, SocketChannel socket, InetSocketAddress to) {
    super(driver);
    this.socket = socket;
    this.remote = to;
    driver.opened(this);
  }

  /**
   * To connect with. The superclass, since a verifier that sees another one handed over as it loads
   * both, with the driver.
   */
  static DriverStream open(NioDriver driver, InetSocketAddress to, TcpOptions options)
      throws IOException {
    SocketChannel socket = SocketChannel.open();
    try {
      socket.configureBlocking(false);
      // Before it connects: the receive buffer decides what is offered to the other side.
      if (options.receiveBuffer() > 0) {
        socket.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBuffer());
      }
      set(socket, options);
      return new NioStream(driver, socket, to);
    } catch (Throwable t) {
      socket.close();
      throw t;
    }
  }

  /** That was accepted. */
  static NioStream of(NioDriver driver, SocketChannel socket, TcpOptions options)
      throws IOException {
    try {
      socket.configureBlocking(false);
      set(socket, options);
      NioStream s = new NioStream(driver, socket, (InetSocketAddress) socket.getRemoteAddress());
      try {
        s.connected();
      } catch (Throwable t) {
        s.closeQuietly();
        throw t;
      }
      return s;
    } catch (Throwable t) {
      socket.close();
      throw t;
    }
  }

  /** The options that a connected socket and one that is to be connected have in common. */
  private static void set(SocketChannel socket, TcpOptions options) throws IOException {
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
  protected boolean connect(InetSocketAddress to) throws IOException {
    boolean connected;
    try {
      connected = socket.isConnectionPending() ? socket.finishConnect() : socket.connect(to);
    } catch (UnsupportedAddressTypeException e) {
      SocketException s = Addresses.noSuchFamily();
      s.initCause(e);
      throw s;
    }
    if (connected) {
      connected();
    }
    return connected;
  }

  private void connected() throws IOException {
    local = (InetSocketAddress) socket.getLocalAddress();
    remote = (InetSocketAddress) socket.getRemoteAddress();
  }

  SocketChannel socket() {
    return socket;
  }

  @Override
  public Endpoint remote() {
    return Addresses.endpoint(remote);
  }

  @Override
  public Endpoint local() {
    return local == null ? new Endpoint("", 0) : Addresses.endpoint(local);
  }

  @Override
  protected void watchInput() throws IOException {
    key = nio().watch(this, socket, key, SelectionKey.OP_READ);
  }

  @Override
  protected void watchOutput() throws IOException {
    int op = local == null ? SelectionKey.OP_CONNECT : SelectionKey.OP_WRITE;
    key = nio().watch(this, socket, key, op);
  }

  NioDriver nio() {
    return (NioDriver) driver;
  }

  @Override
  protected int receive(ByteBuffer into) throws IOException {
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

  @Override
  protected int send(ByteBuffer from) throws IOException {
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

  @Override
  protected void sendEnd() throws IOException {
    socket.shutdownOutput();
  }

  @Override
  protected void release() throws IOException {
    nio().release(this, socket, key);
  }

  @Override
  protected void releaseElsewhere() throws IOException {
    nio().releaseElsewhere(this, socket);
  }
}
