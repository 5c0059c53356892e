package dev.bide.runtimes.epoll;

import dev.bide.net.TcpOptions;
import dev.bide.runtimes.sockets.Addresses;
import dev.bide.runtimes.sockets.DriverListener;
import dev.bide.runtimes.sockets.DriverStream;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
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
    InetAddress address = at.getAddress();
    if (address.isAnyLocalAddress()) {
      // On all addresses of IPv6 and IPv4, as the JDK's sockets are.
      DriverListener both =
          Boolean.getBoolean("java.net.preferIPv4Stack")
              ? null
              : open(driver, Linux.AF_INET6, driver.address.setAnyOfBoth(at.getPort()), options);
      return both != null
          ? both
          : bound(driver, Linux.AF_INET, driver.address.setAnyOfIpv4(at.getPort()), options);
    }
    boolean ipv4 = address instanceof Inet4Address;
    return bound(driver, ipv4 ? Linux.AF_INET : Linux.AF_INET6, driver.address.set(at), options);
  }

  private static DriverListener bound(
      EpollDriver driver, int family, SocketAddress at, TcpOptions options) throws IOException {
    DriverListener l = open(driver, family, at, options);
    if (l == null) {
      throw Errors.of(-Linux.EADDRNOTAVAIL);
    }
    return l;
  }

  /** Null where there is no such family, or it is turned off. */
  private static @Nullable DriverListener open(
      EpollDriver driver, int family, SocketAddress at, TcpOptions options) throws IOException {
    Linux linux = driver.linux;
    int fd = linux.socket(family);
    if (fd == -Linux.EAFNOSUPPORT) {
      return null;
    }
    EpollDriver.check(fd);
    EpollListener l;
    try {
      if (family == Linux.AF_INET6) {
        driver.setOption(fd, Linux.IPPROTO_IPV6, Linux.IPV6_V6ONLY, 0);
      }
      driver.setOption(fd, Linux.SOL_SOCKET, Linux.SO_REUSEADDR, options.reuseAddress() ? 1 : 0);
      driver.setOptions(fd, options);
      int r = linux.bind(fd, at);
      if (r == -Linux.EADDRNOTAVAIL) {
        int _ = linux.close(fd);
        return null;
      }
      EpollDriver.check(r);
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
