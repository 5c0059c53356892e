package dev.bide.runtimes.epoll;

import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import dev.bide.net.TcpOptions;
import dev.bide.runtimes.sockets.Addresses;
import dev.bide.runtimes.sockets.DriverListener;
import dev.bide.runtimes.sockets.DriverSocket;
import dev.bide.runtimes.sockets.DriverStream;
import dev.bide.runtimes.sockets.Loop;
import dev.bide.runtimes.sockets.SocketDriver;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.StandardProtocolFamily;
import java.nio.channels.SocketChannel;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Sockets by epoll, which is opened with the first of them.
 *
 * <p>Each is registered once, for input and output, and edge-triggered: the kernel tells when
 * something comes, and not that it is still there. So a task tries first and waits when there is
 * nothing, and no call tells the kernel who waits for what.
 *
 * <p>A socket is a number, which the kernel gives to the next one as soon as it is closed. It is
 * closed on the loop's thread only, so no call of the loop's meets another socket. What other
 * threads do with a number holds the lock, and so does the moment in which it ends.
 */
public final class EpollDriver extends SocketDriver {
  private static final int MOST_EVENTS = 1024;

  /** The data of the event that wakes the loop; those of a socket are its number. */
  private static final int WAKE = -1;

  /** With these a read that takes less than it could is not the last: see {@link #tell}. */
  private static final int MORE =
      Linux.EPOLLPRI | Linux.EPOLLRDHUP | Linux.EPOLLHUP | Linux.EPOLLERR;

  private static final int INPUT = Linux.EPOLLIN | MORE;
  private static final int WATCHED =
      Linux.EPOLLIN | Linux.EPOLLOUT | Linux.EPOLLPRI | Linux.EPOLLRDHUP | Linux.EPOLLET;
  private static final int OUTPUT = Linux.EPOLLOUT | Linux.EPOLLHUP | Linux.EPOLLERR;

  /** For the loop's thread. */
  final Linux linux = new Linux();

  /** For an address that goes to a call or comes from it; on the loop's thread. */
  final SocketAddress address = new SocketAddress();

  /**
   * Made with {@link #epoll}: a program that makes many runtimes need not open a socket in each.
   */
  private MemorySegment events = MemorySegment.NULL;

  /** An event or an option for a call of the loop's. */
  private final MemorySegment scratch = Arena.ofAuto().allocate(Linux.EVENT_BYTES, Long.BYTES);

  private final Interrupts interrupts = new Interrupts(this);
  private long bufferAddress;

  /** See {@link #hasIpv6}; null before somebody asks. */
  private @Nullable Boolean ipv6;

  private final Object lock = new Object();

  /** For calls under the lock. */
  private final Linux locked = new Linux();

  /** A one, for a call under the lock. */
  private final MemorySegment one = Arena.ofAuto().allocate(JAVA_LONG);

  /** Negative before the first socket, and once closed. Changed under the lock. */
  private int epoll = -1;

  /** What wakes the loop. Negative where {@link #epoll} is. Under the lock. */
  private int counter = -1;

  /** By their numbers. Changed under the lock, on the loop's thread. */
  private @Nullable DriverSocket[] sockets = new DriverSocket[64];

  /** How many there are. On the loop's thread. */
  private int registered;

  /** How many of them nobody has ended. Changed under the lock. */
  private volatile int open;

  /**
   * A driver without sockets.
   *
   * @throws UnsupportedOperationException where there is no epoll, with the reason
   */
  public EpollDriver(Loop loop) {
    super(loop);
    one.set(JAVA_LONG, 0, 1);
  }

  /** Why there is no epoll here; null when there is. */
  public static @Nullable String whyNot() {
    return Linux.whyNot();
  }

  @Override
  protected DriverStream open(InetSocketAddress to, TcpOptions options) throws IOException {
    return EpollStream.open(this, to, options);
  }

  @Override
  protected DriverListener bind(InetSocketAddress at, TcpOptions options) throws IOException {
    return EpollListener.open(this, at, options);
  }

  /** An address's family. */
  int family(InetAddress a) throws IOException {
    if (a instanceof Inet4Address) {
      return Linux.AF_INET;
    }
    if (!hasIpv6()) {
      throw Addresses.noSuchFamily();
    }
    return Linux.AF_INET6;
  }

  /**
   * Whether there is IPv6 for Java: neither the system nor the JVM's properties turn it off. The
   * JDK tells by what it opens.
   */
  boolean hasIpv6() throws IOException {
    Boolean known = ipv6;
    if (known == null) {
      try (SocketChannel _ = SocketChannel.open(StandardProtocolFamily.INET6)) {
        known = true;
      } catch (UnsupportedOperationException e) {
        known = false;
      }
      ipv6 = known;
    }
    return known;
  }

  /** Throws what a call has failed with. */
  static int check(int result) throws IOException {
    if (result < 0) {
      throw Errors.of(result);
    }
    return result;
  }

  void setOption(int fd, int level, int option, int value) throws IOException {
    scratch.set(JAVA_INT, 0, value);
    check(linux.setOption(fd, level, option, scratch.address()));
  }

  /** Sets the options; a listener's connections inherit them. */
  void setOptions(int fd, TcpOptions options) throws IOException {
    if (options.noDelay()) {
      setOption(fd, Linux.IPPROTO_TCP, Linux.TCP_NODELAY, 1);
    }
    if (options.keepAlive()) {
      setOption(fd, Linux.SOL_SOCKET, Linux.SO_KEEPALIVE, 1);
    }
    if (options.sendBuffer() > 0) {
      setOption(fd, Linux.SOL_SOCKET, Linux.SO_SNDBUF, options.sendBuffer());
    }
    if (options.receiveBuffer() > 0) {
      setOption(fd, Linux.SOL_SOCKET, Linux.SO_RCVBUF, options.receiveBuffer());
    }
  }

  /** Where {@link #buffer} is. */
  long bufferAddress() {
    long a = bufferAddress;
    if (a == 0) {
      a = MemorySegment.ofBuffer(buffer()).address();
      bufferAddress = a;
    }
    return a;
  }

  // ---------------------------------------------------------------- the sockets that are open

  /** From now on a socket has this number. */
  void opened(DriverSocket s, int fd) {
    synchronized (lock) {
      if (fd >= sockets.length) {
        sockets = Arrays.copyOf(sockets, Math.max(fd + 1, sockets.length * 2));
      }
      sockets[fd] = s;
      registered++;
      open++;
    }
  }

  /**
   * From now on the kernel tells of a socket. Of one that is to connect when it has begun to: else
   * it would tell at once that it has ended.
   */
  void watch(int fd) throws IOException {
    if (epoll < 0) {
      open();
    }
    check(watch(epoll, fd, fd, WATCHED));
  }

  private int watch(int by, int fd, int data, int events) {
    scratch.set(JAVA_INT, 0, events);
    scratch.set(JAVA_INT, Linux.EVENT_DATA, data);
    return linux.watch(by, fd, scratch.address());
  }

  /** A number is a socket's no more. */
  private void forget(DriverSocket s, int fd) {
    synchronized (lock) {
      sockets[fd] = null;
      registered--;
      if (!s.isEndedElsewhere()) {
        open--;
      }
    }
  }

  /** Closes a socket that was registered. */
  void release(DriverSocket s, int fd) throws IOException {
    forget(s, fd);
    check(linux.close(fd));
  }

  /** The same from another thread: the loop sees to the rest. */
  void releaseElsewhere(DriverSocket s, int fd) {
    synchronized (lock) {
      if (fd < sockets.length && sockets[fd] == s && s.endElsewhere()) {
        open--;
        int _ = locked.shutdown(fd, Linux.SHUT_RDWR); // it fails where the other side has gone
      }
    }
  }

  /** Whether another thread has ended a socket, of which a call of the loop's has told. */
  boolean isEndedElsewhere(DriverSocket s) {
    synchronized (lock) {
      return s.isEndedElsewhere();
    }
  }

  @Override
  public int openSockets() {
    return open;
  }

  // ---------------------------------------------------------------- events

  private void open() throws IOException {
    events = Arena.ofAuto().allocate((long) MOST_EVENTS * Linux.EVENT_BYTES, Long.BYTES);
    int e = check(linux.epoll());
    int c = linux.eventCounter();
    // So each write is told, and none is read.
    int r = c < 0 ? c : watch(e, c, WAKE, Linux.EPOLLIN | Linux.EPOLLET);
    if (r < 0) {
      int _ = linux.close(e);
      int _ = c < 0 ? 0 : linux.close(c);
      throw Errors.of(r);
    }
    synchronized (lock) {
      epoll = e;
      counter = c;
    }
  }

  @Override
  public boolean isActive() {
    return registered > 0 && epoll >= 0;
  }

  @Override
  public void pollNow() throws IOException {
    if (epoll >= 0) {
      tell(linux.await(epoll, events.address(), MOST_EVENTS, 0));
    }
  }

  @Override
  public void poll(long nanos) throws IOException {
    int millis = -1;
    if (nanos != Long.MAX_VALUE) {
      long all = nanos / 1_000_000 + (nanos % 1_000_000 == 0 ? 0 : 1);
      millis = (int) Math.min(Integer.MAX_VALUE, all);
    }
    int n;
    interrupts.watch();
    try {
      n = linux.await(epoll, events.address(), MOST_EVENTS, millis);
    } finally {
      interrupts.leave();
    }
    tell(n);
  }

  private void tell(int n) throws IOException {
    if (n < 0 && n != -Linux.EINTR) {
      throw Errors.of(n);
    }
    for (int i = 0; i < n; i++) {
      int at = i * Linux.EVENT_BYTES;
      int fd = events.get(JAVA_INT, at + Linux.EVENT_DATA);
      DriverSocket s = fd == WAKE ? null : sockets[fd];
      if (s != null) {
        tell(s, events.get(JAVA_INT, at));
      }
    }
  }

  /**
   * Tells a socket of an event. The end comes once, and nothing after it. Where the other side has
   * sent something urgent, reads stop in front of it, and what is behind it has been told of.
   */
  private static void tell(DriverSocket s, int what) {
    if ((what & MORE) != 0) {
      s.moreThanRead();
    }
    if ((what & INPUT) != 0) {
      boolean _ = s.inputReady();
    }
    if ((what & OUTPUT) != 0) {
      s.outputReady();
    }
  }

  @Override
  public void wakeUp() {
    synchronized (lock) {
      if (counter >= 0) {
        long r = locked.write(counter, one.address());
        if (r < 0) {
          throw new UncheckedIOException("waking the loop failed", Errors.of(r));
        }
      }
    }
  }

  @Override
  public void close() throws IOException {
    List<DriverSocket> all = new ArrayList<>();
    for (DriverSocket s : sockets) {
      if (s != null) {
        all.add(s);
      }
    }
    IOException failed = closeAll(all);
    synchronized (lock) {
      if (epoll >= 0) {
        int _ = locked.close(epoll);
        int _ = locked.close(counter);
        epoll = -1;
        counter = -1;
      }
    }
    if (failed != null) {
      throw failed;
    }
  }
}
