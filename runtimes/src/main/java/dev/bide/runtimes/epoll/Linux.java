package dev.bide.runtimes.epoll;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static java.lang.foreign.ValueLayout.JAVA_LONG;

import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The system calls, as the kernel numbers them: they are a stable interface, and one downcall does
 * for all of them, where linking each function of the C library by itself takes a program twice as
 * long to start.
 *
 * <p>What fails gives the negative of its error's number, as the kernel does. An instance has the
 * memory for that number, so it is for one thread at a time.
 */
final class Linux {
  // The kernel's constants: the same on both architectures.
  static final int AF_INET = 2;
  static final int AF_INET6 = 10;
  static final int SOL_SOCKET = 1;
  static final int SO_REUSEADDR = 2;
  static final int SO_SNDBUF = 7;
  static final int SO_RCVBUF = 8;
  static final int SO_KEEPALIVE = 9;
  static final int IPPROTO_TCP = 6;
  static final int TCP_NODELAY = 1;
  static final int IPPROTO_IPV6 = 41;
  static final int IPV6_V6ONLY = 26;
  static final int SHUT_WR = 1;
  static final int SHUT_RDWR = 2;
  static final int EPOLLIN = 0x1;
  static final int EPOLLPRI = 0x2;
  static final int EPOLLOUT = 0x4;
  static final int EPOLLERR = 0x8;
  static final int EPOLLHUP = 0x10;
  static final int EPOLLRDHUP = 0x2000;
  static final int EPOLLET = 1 << 31;
  private static final int EPOLL_CTL_ADD = 1;
  private static final int SOCK_STREAM = 1;
  private static final int NONBLOCK = 0x800;
  private static final int CLOEXEC = 0x80000;
  private static final int MSG_NOSIGNAL = 0x4000;

  static final int EINTR = 4;
  static final int EAGAIN = 11;
  static final int EPIPE = 32;
  static final int ECONNABORTED = 103;
  static final int ECONNRESET = 104;
  static final int EISCONN = 106;
  static final int ENOTCONN = 107;
  static final int EALREADY = 114;
  static final int EINPROGRESS = 115;

  private static final String ARCH = System.getProperty("os.arch", "");
  private static final boolean X86 = ARCH.equals("amd64");

  /** On x86-64 the kernel packs {@code epoll_event}: the data are not aligned. */
  static final int EVENT_BYTES = X86 ? 12 : 16;

  static final int EVENT_DATA = X86 ? 4 : 8;

  private static final int WRITE = X86 ? 1 : 64;
  private static final int CLOSE = X86 ? 3 : 57;
  private static final int SOCKET = X86 ? 41 : 198;
  private static final int CONNECT = X86 ? 42 : 203;
  private static final int SENDTO = X86 ? 44 : 206;
  private static final int RECVFROM = X86 ? 45 : 207;
  private static final int SHUTDOWN = X86 ? 48 : 210;
  private static final int BIND = X86 ? 49 : 200;
  private static final int LISTEN = X86 ? 50 : 201;
  private static final int GETSOCKNAME = X86 ? 51 : 204;
  private static final int SETSOCKOPT = X86 ? 54 : 208;
  private static final int EPOLL_CTL = X86 ? 233 : 21;
  private static final int EPOLL_PWAIT = X86 ? 281 : 22;
  private static final int ACCEPT4 = X86 ? 288 : 242;
  private static final int EVENTFD2 = X86 ? 290 : 19;
  private static final int EPOLL_CREATE1 = X86 ? 291 : 20;

  /** How it was linked, or why it was not. */
  private record Link(@Nullable MethodHandle handle, @Nullable String whyNot) {
    static Link tried() {
      String os = System.getProperty("os.name", "");
      if (!os.equals("Linux") || !(X86 || ARCH.equals("aarch64"))) {
        return new Link(
            null, "it is there on Linux on x86-64 and aarch64, and this is " + os + " on " + ARCH);
      }
      try {
        return new Link(linked(JAVA_LONG), null);
      } catch (IllegalCallerException e) {
        return new Link(
            null, "native access is denied: start the JVM with --enable-native-access=" + module());
      } catch (UnsupportedOperationException e) {
        return new Link(null, "this JVM has no linker for native functions (" + e + ")");
      }
    }
  }

  private static String module() {
    Module m = Linux.class.getModule();
    return m.isNamed() ? m.getName() : "ALL-UNNAMED";
  }

  private static final Link LINK = Link.tried();

  /** The same with memory as the second argument: a thread that frees it meanwhile has to wait. */
  private static final class WithMemory {
    static final MethodHandle SYSCALL = linked(ADDRESS);
  }

  @SuppressWarnings("restricted")
  private static MethodHandle linked(MemoryLayout second) {
    Linker linker = Linker.nativeLinker();
    return linker.downcallHandle(
        linker.defaultLookup().findOrThrow("syscall"),
        FunctionDescriptor.of(
            JAVA_LONG, JAVA_LONG, JAVA_LONG, second, JAVA_LONG, JAVA_LONG, JAVA_LONG, JAVA_LONG),
        Linker.Option.firstVariadicArg(1),
        Linker.Option.captureCallState("errno"));
  }

  /** Why there are no system calls here; null when there are. */
  static @Nullable String whyNot() {
    return LINK.whyNot;
  }

  /**
   * No constant, so that the JIT compiles what is behind it by itself. There an object is made for
   * the error's number, and taken away again where it is inlined, which needs a few levels; where a
   * task calls, the JIT has come to the deepest that it goes.
   */
  private MethodHandle syscall;

  private final MemorySegment errno = Arena.ofAuto().allocate(JAVA_INT);

  /**
   * For one thread at a time.
   *
   * @throws UnsupportedOperationException for the reason that {@link #whyNot} gives
   */
  Linux() {
    MethodHandle handle = LINK.handle;
    if (handle == null) {
      throw new UnsupportedOperationException("epoll cannot be used here: " + LINK.whyNot);
    }
    syscall = handle;
  }

  private long call(int number, long a, long b, long c, long d, long e) {
    long r;
    try {
      r = (long) syscall.invokeExact(errno, (long) number, a, b, c, d, e, 0L);
    } catch (Throwable t) {
      throw new AssertionError("a downcall throws nothing", t);
    }
    return r >= 0 ? r : -errno.get(JAVA_INT, 0);
  }

  private long call(int number, long a, MemorySegment b, long c, long d) {
    long r;
    try {
      r = (long) WithMemory.SYSCALL.invokeExact(errno, (long) number, a, b, c, d, 0L, 0L);
    } catch (RuntimeException e) { // it belongs to another thread, or is freed
      throw e;
    } catch (Throwable t) {
      throw new AssertionError("a downcall throws nothing", t);
    }
    return r >= 0 ? r : -errno.get(JAVA_INT, 0);
  }

  // ---------------------------------------------------------------- sockets

  /** A TCP socket that does not block. */
  int socket(int family) {
    return (int) call(SOCKET, family, SOCK_STREAM | NONBLOCK | CLOEXEC, 0, 0, 0);
  }

  int connect(int fd, SocketAddress to) {
    return (int) call(CONNECT, fd, to.address(), to.length(), 0, 0);
  }

  int bind(int fd, SocketAddress at) {
    return (int) call(BIND, fd, at.address(), at.length(), 0, 0);
  }

  int listen(int fd, int backlog) {
    return (int) call(LISTEN, fd, backlog, 0, 0, 0);
  }

  /** The next connection, which does not block either; where it comes from. */
  int accept(int fd, SocketAddress from) {
    return (int) call(ACCEPT4, fd, from.address(), from.space(), NONBLOCK | CLOEXEC, 0);
  }

  int localAddress(int fd, SocketAddress at) {
    return (int) call(GETSOCKNAME, fd, at.address(), at.space(), 0, 0);
  }

  /** Sets an option from the four bytes at an address. */
  int setOption(int fd, int level, int option, long value) {
    return (int) call(SETSOCKOPT, fd, level, option, value, Integer.BYTES);
  }

  long receive(int fd, long into, int length) {
    return transfer(RECVFROM, fd, into, length, 0);
  }

  /** Into what is left of a direct buffer. */
  long receive(int fd, ByteBuffer into) {
    return transfer(RECVFROM, fd, into, 0);
  }

  long send(int fd, long from, int length) {
    return transfer(SENDTO, fd, from, length, MSG_NOSIGNAL);
  }

  /** What is left of a direct buffer. */
  long send(int fd, ByteBuffer from) {
    return transfer(SENDTO, fd, from, MSG_NOSIGNAL);
  }

  // What a signal interrupts is tried again: an event that has been told is not told twice.

  private long transfer(int number, int fd, long memory, int length, int flags) {
    long r;
    do {
      r = call(number, fd, memory, length, flags, 0);
    } while (r == -EINTR);
    return r;
  }

  private long transfer(int number, int fd, ByteBuffer buffer, int flags) {
    MemorySegment memory = MemorySegment.ofBuffer(buffer);
    long r;
    do {
      r = call(number, fd, memory, buffer.remaining(), flags);
    } while (r == -EINTR);
    return r;
  }

  int shutdown(int fd, int how) {
    return (int) call(SHUTDOWN, fd, how, 0, 0, 0);
  }

  int close(int fd) {
    return (int) call(CLOSE, fd, 0, 0, 0, 0);
  }

  // ---------------------------------------------------------------- events

  int epoll() {
    return (int) call(EPOLL_CREATE1, CLOEXEC, 0, 0, 0, 0);
  }

  /** A counter that can be waited for. */
  int eventCounter() {
    return (int) call(EVENTFD2, 0, NONBLOCK | CLOEXEC, 0, 0, 0);
  }

  /** Writes the eight bytes at an address. */
  long write(int fd, long from) {
    return call(WRITE, fd, from, Long.BYTES, 0, 0);
  }

  /** Watches a file for what the event at an address says. */
  int watch(int epoll, int fd, long event) {
    return (int) call(EPOLL_CTL, epoll, EPOLL_CTL_ADD, fd, event, 0);
  }

  /** Waits for events; -1 milliseconds for as long as it takes. */
  int await(int epoll, long events, int most, int millis) {
    return (int) call(EPOLL_PWAIT, epoll, events, most, millis, 0);
  }
}
