package dev.bide.runtimes.epoll;

import dev.bide.net.Endpoint;
import dev.bide.net.TcpOptions;
import dev.bide.runtimes.sockets.Addresses;
import dev.bide.runtimes.sockets.DriverStream;
import dev.bide.runtimes.sockets.SocketDriver;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A connection by its number. */
final class EpollStream extends DriverStream {
  private final int fd;

  /** It has begun to connect, so the kernel tells of it. */
  private boolean watched;

  /** The other side has reset it. The kernel tells that once, and then of an end. */
  private boolean reset;

  /** As {@link SocketAddress#packed} has them: objects would take more than all the rest. */
  private long local = SocketAddress.NONE;

  private long remote = SocketAddress.NONE;

  /** Those that do not go into a number. */
  private @Nullable Ipv6 ipv6;

  private record Ipv6(@Nullable InetSocketAddress local, @Nullable InetSocketAddress remote) {}

  private EpollStream(EpollDriver driver, int fd) {
    super(driver);
    this.fd = fd;
  }

  /** To connect with. */
  static DriverStream open(EpollDriver driver, InetSocketAddress to, TcpOptions options)
      throws IOException {
    int fd = EpollDriver.check(driver.linux.socket(driver.family(to.getAddress())));
    try {
      driver.setOptions(fd, options);
      EpollStream s = new EpollStream(driver, fd);
      s.setRemote(driver.address, reached(to));
      driver.opened(s, fd);
      return s;
    } catch (Throwable t) {
      int _ = driver.linux.close(fd);
      throw t;
    }
  }

  /** What a socket that asks for an address is connected to: with it as it was written. */
  private static InetSocketAddress reached(InetSocketAddress to) {
    InetAddress a = to.getAddress();
    return a.isAnyLocalAddress()
        ? new InetSocketAddress(
            InetAddress.ofLiteral(a instanceof Inet4Address ? "127.0.0.1" : "::1"), to.getPort())
        : to;
  }

  /**
   * That was accepted from where {@link EpollDriver#address} says.
   *
   * @param at this side's address, where it is known
   */
  static DriverStream accepted(EpollDriver driver, int fd, long at) throws IOException {
    EpollStream s;
    try {
      s = new EpollStream(driver, fd);
      s.setRemote(driver.address, null);
      s.local = at;
      if (at == SocketAddress.NONE) {
        s.askForLocal();
      }
      driver.opened(s, fd);
    } catch (Throwable t) {
      int _ = driver.linux.close(fd);
      throw t;
    }
    try {
      s.watched = true;
      driver.watch(fd);
      return s;
    } catch (Throwable t) {
      s.closeQuietly();
      throw t;
    }
  }

  @Override
  protected boolean connect(InetSocketAddress to) throws IOException {
    int r = epoll().linux.connect(fd, epoll().address.set(to));
    if (!watched && (r >= 0 || isUnderWay(r))) {
      watched = true;
      epoll().watch(fd);
    }
    if (isUnderWay(r)) {
      return false;
    }
    if (r != -Linux.EISCONN) {
      EpollDriver.check(r);
    }
    askForLocal();
    return true;
  }

  private static boolean isUnderWay(int r) {
    return r == -Linux.EINPROGRESS || r == -Linux.EALREADY || r == -Linux.EINTR;
  }

  int number() {
    return fd;
  }

  /** Sets it as it is written, where it is; else as the kernel has it. */
  private void setRemote(SocketAddress a, @Nullable InetSocketAddress written) {
    remote = (written == null ? a : a.set(written)).packed();
    if (remote == SocketAddress.NONE) {
      ipv6 = new Ipv6(ipv6 == null ? null : ipv6.local, written == null ? a.get() : written);
    }
  }

  private void askForLocal() throws IOException {
    SocketAddress a = epoll().address;
    EpollDriver.check(epoll().linux.localAddress(fd, a));
    local = a.packed();
    if (local == SocketAddress.NONE) {
      ipv6 = new Ipv6(a.get(), ipv6 == null ? null : ipv6.remote);
    }
  }

  private EpollDriver epoll() {
    return (EpollDriver) driver;
  }

  @Override
  public Endpoint remote() {
    return endpoint(remote, ipv6 == null ? null : ipv6.remote);
  }

  @Override
  public Endpoint local() {
    return endpoint(local, ipv6 == null ? null : ipv6.local);
  }

  private static Endpoint endpoint(long packed, @Nullable InetSocketAddress other) {
    if (packed != SocketAddress.NONE) {
      return Addresses.endpoint(SocketAddress.unpacked(packed));
    }
    return other == null ? new Endpoint("", 0) : Addresses.endpoint(other);
  }

  /** Nothing: the kernel tells of all that comes. */
  @Override
  protected void watchInput() {}

  @Override
  protected void watchOutput() {}

  /**
   * Whether a buffer is handed to the kernel as it is. The others are copied, like heap buffers: a
   * segment of a buffer is an object, which the JIT does not always take away.
   */
  private static boolean isLarge(ByteBuffer b) {
    return b.remaining() > SocketDriver.BUFFER && b.isDirect();
  }

  @Override
  protected int receive(ByteBuffer into) throws IOException {
    if (reset) {
      throw connectionReset();
    }
    Linux linux = epoll().linux;
    if (isLarge(into)) {
      int n = read(linux.receive(fd, into));
      if (n > 0) {
        into.position(into.position() + n);
      }
      return n;
    }
    int most = Math.min(into.remaining(), SocketDriver.BUFFER);
    int n = read(linux.receive(fd, epoll().bufferAddress(), most));
    if (n > 0) {
      into.put(driver.buffer().limit(n));
    }
    return n;
  }

  private int read(long result) throws IOException {
    if (result > 0) {
      return (int) result;
    }
    if (result == -Linux.EAGAIN) {
      return 0;
    }
    if (epoll().isEndedElsewhere(this)) {
      throw socketClosed();
    }
    if (result == 0) {
      return -1;
    }
    if (result == -Linux.ECONNRESET || result == -Linux.EPIPE) {
      reset = true;
      throw connectionReset();
    }
    throw Errors.whileOpen(result);
  }

  private static SocketException connectionReset() {
    return new SocketException("Connection reset");
  }

  @Override
  protected int send(ByteBuffer from) throws IOException {
    Linux linux = epoll().linux;
    int position = from.position();
    int n;
    if (isLarge(from)) {
      n = written(linux.send(fd, from));
    } else {
      int most = Math.min(from.remaining(), SocketDriver.BUFFER);
      driver.buffer().put(0, from, position, most);
      n = written(linux.send(fd, epoll().bufferAddress(), most));
    }
    from.position(position + n);
    return n;
  }

  private int written(long result) throws IOException {
    if (result >= 0) {
      return (int) result;
    }
    if (result == -Linux.EAGAIN) {
      return 0;
    }
    if (epoll().isEndedElsewhere(this)) {
      throw socketClosed();
    }
    throw Errors.whileOpen(result);
  }

  @Override
  protected void sendEnd() throws IOException {
    int r = epoll().linux.shutdown(fd, Linux.SHUT_WR);
    if (r != -Linux.ENOTCONN) { // nobody is there any more: as good as sent
      EpollDriver.check(r);
    }
  }

  @Override
  protected void release() throws IOException {
    epoll().release(this, fd);
  }

  @Override
  protected void releaseElsewhere() {
    epoll().releaseElsewhere(this, fd);
  }
}
