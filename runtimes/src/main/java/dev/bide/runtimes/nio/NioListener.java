package dev.bide.runtimes.nio;

import dev.bide.net.Endpoint;
import dev.bide.net.TcpOptions;
import dev.bide.runtimes.sockets.Addresses;
import dev.bide.runtimes.sockets.DriverListener;
import dev.bide.runtimes.sockets.DriverStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import org.jspecify.annotations.Nullable;

/** A listening socket by a channel. */
final class NioListener extends DriverListener {
  private final ServerSocketChannel server;
  private final TcpOptions options;
  private @Nullable SelectionKey key;

  private NioListener(
      NioDriver driver, ServerSocketChannel server, TcpOptions options, Endpoint local) {
    super(driver, local);
    this.server = server;
    this.options = options;
    driver.opened(this);
  }

  /** Binds and listens. As the superclass: see {@link NioStream#open}. */
  static DriverListener open(NioDriver driver, InetSocketAddress at, TcpOptions options)
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
    } catch (UnsupportedAddressTypeException e) {
      server.close();
      SocketException s = Addresses.noSuchFamily();
      s.initCause(e);
      throw s;
    } catch (Throwable t) {
      server.close();
      throw t;
    }
  }

  @Override
  protected @Nullable DriverStream take() throws IOException {
    SocketChannel socket = server.accept();
    return socket == null ? null : NioStream.of(nio(), socket, options);
  }

  @Override
  protected void watchInput() throws IOException {
    key = nio().watch(this, server, key, SelectionKey.OP_ACCEPT);
  }

  @Override
  protected void watchOutput() {
    throw new AssertionError("a listener writes nothing");
  }

  private NioDriver nio() {
    return (NioDriver) driver;
  }

  @Override
  protected void release() throws IOException {
    nio().release(this, server, key);
  }

  @Override
  protected void releaseElsewhere() throws IOException {
    nio().releaseElsewhere(this, server);
  }
}
