package dev.bide.runtimes.nio;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.net.Endpoint;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpOptions;
import dev.bide.net.TcpStream;
import dev.bide.runtime.Context;
import dev.bide.weave.v1.InPlace;
import dev.bide.weave.v1.Leaf;
import dev.bide.weave.v1.Slots;
import dev.bide.weave.v1.Suspended;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A listening socket. */
final class NioListener extends NioChannel implements TcpListener, InPlace.Accept {
  private final ServerSocketChannel server;
  private final TcpOptions options;
  private final Endpoint local;

  private NioListener(
      NioDriver driver, ServerSocketChannel server, TcpOptions options, Endpoint local) {
    super(driver, server);
    this.server = server;
    this.options = options;
    this.local = local;
  }

  /** Binds and listens. */
  static NioListener open(NioDriver driver, InetSocketAddress at, TcpOptions options)
      throws IOException {
    ServerSocketChannel server = ServerSocketChannel.open();
    try {
      server.configureBlocking(false);
      server.setOption(StandardSocketOptions.SO_REUSEADDR, options.reuseAddress());
      if (options.receiveBuffer() > 0) {
        server.setOption(StandardSocketOptions.SO_RCVBUF, options.receiveBuffer());
      }
      server.bind(at, options.backlog());
      return new NioListener(
          driver,
          server,
          options,
          Addresses.endpoint((InetSocketAddress) server.getLocalAddress()));
    } catch (Throwable t) {
      server.close();
      throw t;
    }
  }

  @Override
  public Endpoint local() {
    return local;
  }

  @Override
  public Async<TcpStream, IOException> accept() {
    Accept a = new Accept();
    a.reset(this);
    return a;
  }

  @Override
  public @Nullable Object acceptInPlace(Slots cx, @Nullable Suspended spare) throws IOException {
    boolean now = Leaf.charge(cx);
    Accept leaf = Leaf.in(spare) instanceof Accept a && a.isFree() ? a : new Accept();
    Suspended waits = Leaf.lent(leaf, spare);
    leaf.reset(this);
    if (!now) {
      return Leaf.later(waits, cx);
    }
    Object r = leaf.poll((Context) cx);
    return r == Poll.PENDING ? waits : r;
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
    return "listener " + local;
  }

  private NioStream accepted(SocketChannel socket) throws IOException {
    try {
      socket.configureBlocking(false);
      NioStream.set(socket, options);
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

  private static final class Accept extends Operation<TcpStream> {
    private @Nullable NioListener of;

    void reset(NioListener listener) {
      reset();
      of = listener;
    }

    private NioListener listener() {
      return Objects.requireNonNull(of);
    }

    @Override
    void begin(Context cx) {
      listener().driver.checkContext(cx, listener());
      listener().refuseSecond(true, "accept");
    }

    @Override
    @Nullable Object attempt(Context cx) throws IOException {
      NioListener listener = listener();
      listener.checkOpen();
      try {
        SocketChannel socket = listener.server.accept();
        if (socket == null) {
          listener.register(this, SelectionKey.OP_ACCEPT);
          return Poll.PENDING;
        }
        return listener.accepted(socket);
      } catch (IOException e) {
        throw listener.asSyncJavaThrows(e);
      }
    }

    @Override
    void undo(Context cx) {} // the connection, where one has come, stays in the backlog

    @Override
    void end() {
      listener().leave(this);
    }

    @Override
    void clear() {
      of = null;
    }
  }
}
