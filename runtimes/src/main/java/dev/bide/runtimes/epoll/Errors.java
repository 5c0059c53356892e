package dev.bide.runtimes.epoll;

import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;

import java.io.IOException;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.BindException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;

/** The exceptions that the JDK's sockets throw for the kernel's errors. */
final class Errors {
  private static final int EACCES = 13;
  private static final int EPROTO = 71;
  private static final int EADDRINUSE = 98;
  private static final int EADDRNOTAVAIL = 99;
  private static final int ETIMEDOUT = 110;
  private static final int ECONNREFUSED = 111;
  private static final int EHOSTUNREACH = 113;

  private static final int LONGEST = 256;

  private Errors() {}

  /** For what a system call has given: the negative of an error's number. */
  static IOException of(long result) {
    int errno = (int) -result;
    return switch (errno) {
      case ECONNREFUSED, ETIMEDOUT, Linux.ENOTCONN -> new ConnectException(text(errno));
      case EHOSTUNREACH -> new NoRouteToHostException(text(errno));
      case EADDRINUSE, EADDRNOTAVAIL, EACCES -> new BindException(text(errno));
      case EPROTO -> new ProtocolException(text(errno));
      default -> new SocketException(text(errno));
    };
  }

  /** The same for what a socket has that is connected or listens, whatever has ended it. */
  static SocketException whileOpen(long result) {
    return new SocketException(text((int) -result));
  }

  /** The system's text. */
  @SuppressWarnings("restricted")
  private static String text(int errno) {
    Linker linker = Linker.nativeLinker();
    MethodHandle strerror =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("strerror"),
            FunctionDescriptor.of(ADDRESS, JAVA_INT));
    try {
      MemorySegment text = (MemorySegment) strerror.invokeExact(errno);
      return text.reinterpret(LONGEST).getString(0);
    } catch (Throwable t) {
      throw new AssertionError("a downcall throws nothing", t);
    }
  }
}
