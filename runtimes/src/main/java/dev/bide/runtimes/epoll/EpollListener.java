package dev.bide.runtimes.epoll;

import dev.bide.net.TcpOptions;
import dev.bide.runtimes.sockets.Addresses;
import dev.bide.runtimes.sockets.DriverListener;
import dev.bide.runtimes.sockets.DriverStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import org.jspecify.annotations.Nullable;

/** A listening socket by its number. */
final class EpollListener extends DriverListener {
  /** Where the options leave it to the system: the kernel takes no more than its own limit. */
  private static final int BACKLOG = 4096;

  private final int fd;

  /** What its connections have as their local address, where it is the same for all. */
  private final long at;

  private EpollListener(EpollDriver driver, int fd, InetSocketAddress at, long packed) {
    super(driver, Addresses.endpoint(at));
    this.fd = fd;
    this.at = at.getAddress().isAnyLocalAddress() ? SocketAddress.NONE : packed;
    driver.opened(this, fd);
  }

  /** Binds and listens. */
  static DriverListener open(EpollDriver driver, InetSocketAddress at, TcpOptions options)
      throws IOException {
    if (at.getAddress().isAnyLocalAddress() && driver.hasIpv6()) {
      // On all addresses of IPv6 and IPv4, as the JDK's sockets are.
      return open(driver, Linux.AF_INET6, driver.address.setAnyOfBoth(at.getPort()), options);
    }
    return open(driver, driver.family(at.getAddress()), driver.address.set(at), options);
  }

  private static DriverListener open(
      EpollDriver driver, int family, SocketAddress at, TcpOptions options) throws IOException {
    Linux linux = driver.linux;
    int fd = EpollDriver.check(linux.socket(family));
    EpollListener l;
    try {
      if (family == Linux.AF_INET6) {
        driver.setOption(fd, Linux.IPPROTO_IPV6, Linux.IPV6_V6ONLY, 0);
      }
      driver.setOption(fd, Linux.SOL_SOCKET, Linux.SO_REUSEADDR, options.reuseAddress() ? 1 : 0);
      driver.setOptions(fd, options);
      EpollDriver.check(linux.bind(fd, at));
      EpollDriver.check(linux.listen(fd, options.backlog() == 0 ? BACKLOG : options.backlog()));
      EpollDriver.check(linux.localAddress(fd, at));
      l = new EpollListener(driver, fd, at.get(), at.packed());
    } catch (Throwable t) {
      int _ = linux.close(fd);
      throw t;
    }
    try {
      driver.watch(fd);
      return l;
    } catch (Throwable t) {
      l.closeQuietly();
      throw t;
    }
  }

  @Override
  protected @Nullable DriverStream take() throws IOException {
    EpollDriver epoll = (EpollDriver) driver;
    int r;
    do {
      r = epoll.linux.accept(fd, epoll.address);
    } while (r == -Linux.ECONNABORTED || r == -Linux.EINTR);
    if (r == -Linux.EAGAIN) {
      return null;
    }
    if (r < 0) {
      throw epoll.isEndedElsewhere(this) ? socketClosed() : Errors.whileOpen(r);
    }
    return EpollStream.accepted(epoll, r, at);
  }

  /** Nothing: the kernel tells of all that comes. */
  @Override
  protected void watchInput() {}

  @Override
  protected void watchOutput() {
    throw new AssertionError("a listener writes nothing");
  }

  @Override
  protected void release() throws IOException {
    ((EpollDriver) driver).release(this, fd);
  }

  @Override
  protected void releaseElsewhere() {
    ((EpollDriver) driver).releaseElsewhere(this, fd);
  }
}
