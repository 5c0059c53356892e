package dev.bide.runtimes.sockets;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.net.TcpOptions;
import dev.bide.net.TcpStream;
import dev.bide.runtime.BlockingWork;
import dev.bide.runtime.Context;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Connects to a host's addresses, one after the other.
 *
 * <pre>
 *   RESOLVING --addresses--> CONNECTING to the first --it fails--> CONNECTING to the next …
 *        (an address as text: at once)   |connected                 none left: the last failure
 *                                        v
 *                                  a stream
 * </pre>
 *
 * <p>{@code localhost} begins with the loopback address, and is resolved where that does not do.
 */
final class Connect extends DriverSocket.Operation<TcpStream> {
  private final SocketDriver driver;
  private final String host;
  private final int port;
  private final TcpOptions options;
  private @Nullable Async<InetAddress[], UnknownHostException> resolving;
  private InetAddress[] addresses = {};
  private int next;

  /** The address is what the name means to everybody: nobody has been asked yet. */
  private boolean assumed;

  /** The one that is being connected. */
  private @Nullable DriverStream stream;

  /** What it is connected to. */
  private @Nullable InetSocketAddress to;

  /** Why the addresses before did not do. */
  private final List<IOException> failures = new ArrayList<>(0);

  Connect(SocketDriver driver, String host, int port, TcpOptions options) {
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
    InetAddress known = Addresses.literal(host);
    if (known == null) {
      known = Addresses.loopback(host);
      assumed = known != null;
    }
    if (known == null) {
      lookUp(cx);
    } else {
      addresses = new InetAddress[] {known};
    }
  }

  private void lookUp(Context cx) {
    resolving = Resolution.resolve(cx.capability(BlockingWork.class), host);
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
      addresses = (InetAddress[]) Objects.requireNonNull(resolved);
    }
    for (; ; ) {
      try {
        return connect();
      } catch (IOException e) {
        drop();
        if (assumed) { // another server of this machine may listen at another of its addresses
          assumed = false;
          next = 0;
          lookUp(cx);
          return attempt(cx);
        }
        if (next == addresses.length) {
          failures.forEach(e::addSuppressed);
          throw e;
        }
        failures.add(e);
      }
    }
  }

  private Object connect() throws IOException {
    DriverStream s = stream;
    if (s == null) {
      to = new InetSocketAddress(addresses[next++], port);
      s = driver.open(to, options);
      stream = s;
    }
    if (!s.connect(Objects.requireNonNull(to))) {
      s.waitForOutput(this);
      return Poll.PENDING;
    }
    stream = null;
    s.leave(this);
    return s;
  }

  @Override
  void undo(Context cx) {
    Async<InetAddress[], UnknownHostException> r = resolving;
    if (r != null) {
      resolving = null;
      Resolution.stop(r, cx);
    }
    drop();
  }

  private void drop() {
    DriverStream s = stream;
    stream = null;
    if (s != null) {
      s.leave(this);
      s.closeQuietly();
    }
  }

  @Override
  void end() {
    drop(); // where something was thrown that is no IOException
  }

  @Override
  public String toString() {
    return "the network";
  }
}
