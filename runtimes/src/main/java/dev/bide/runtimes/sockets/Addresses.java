package dev.bide.runtimes.sockets;

import dev.bide.net.Endpoint;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.SocketException;
import org.jspecify.annotations.Nullable;

/** Between core's addresses and the JDK's. */
public final class Addresses {
  private Addresses() {}

  /** An address of the JDK's as one of core's. */
  public static Endpoint endpoint(InetSocketAddress a) {
    return new Endpoint(a.getAddress().getHostAddress(), a.getPort());
  }

  /**
   * What whoever asks for an address of IPv6 gets where there is none, or Java is to do without.
   */
  public static SocketException noSuchFamily() {
    return new SocketException("Protocol family unavailable");
  }

  /**
   * What a name stands for without being looked up: {@code localhost} is the loopback address (RFC
   * 6761, section 6.3). A look-up takes a thread and the JDK's resolver, which together are a tenth
   * of a small program's start. Null for any other name.
   */
  static @Nullable InetAddress loopback(String host) {
    return host.equals("localhost") ? InetAddress.getLoopbackAddress() : null;
  }

  /** The address that a text is, null when it is a name. */
  static @Nullable InetAddress literal(String host) {
    if (host.isEmpty()) {
      return null;
    }
    char first = host.charAt(0);
    boolean bracketed = first == '[' && host.endsWith("]");
    if (!bracketed && host.indexOf(':') < 0 && (first < '0' || first > '9')) {
      return null; // a name: no exception for each of those
    }
    try {
      return InetAddress.ofLiteral(bracketed ? host.substring(1, host.length() - 1) : host);
    } catch (IllegalArgumentException e) {
      return null;
    }
  }
}
