package dev.bide.runtimes.sockets;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpOptions;
import dev.bide.runtime.BlockingWork;
import dev.bide.runtime.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** Resolves a local address, binds it and listens. */
final class Listen extends DriverSocket.Operation<TcpListener> {
  private final SocketDriver driver;
  private final @Nullable String host;
  private final int port;
  private final TcpOptions options;
  private @Nullable Async<InetAddress[], UnknownHostException> resolving;
  private @Nullable InetAddress address;

  Listen(SocketDriver driver, @Nullable String host, int port, TcpOptions options) {
    if (port < 0 || port > 0xFFFF) {
      throw new IllegalArgumentException("port out of range: " + port);
    }
    this.driver = driver;
    this.host = host;
    this.port = port;
    this.options = options;
  }

  @Override
  void begin(Context cx) {
    driver.checkContext(cx, this);
    if (host != null) {
      address = Addresses.literal(host);
      if (address == null) {
        address = Addresses.loopback(host);
      }
      if (address == null) {
        resolving = Resolution.resolve(cx.capability(BlockingWork.class), host);
      }
    }
  }

  @Override
  @Nullable Object attempt(Context cx) throws IOException {
    Async<InetAddress[], UnknownHostException> r = resolving;
    if (r != null) {
      Object resolved = r.poll(cx);
      if (resolved == Poll.PENDING) {
        return resolved;
      }
      resolving = null;
      address = ((InetAddress[]) Objects.requireNonNull(resolved))[0];
    }
    return driver.bind(new InetSocketAddress(address, port), options);
  }

  @Override
  void undo(Context cx) {
    Async<InetAddress[], UnknownHostException> r = resolving;
    if (r != null) {
      resolving = null;
      Resolution.stop(r, cx);
    }
  }

  @Override
  void end() {}

  @Override
  public String toString() {
    return "the network";
  }
}
