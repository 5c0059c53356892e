package dev.bide.runtimes.nio;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.net.Endpoint;
import dev.bide.runtime.BlockingWork;
import dev.bide.runtime.Context;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** Between core's addresses and the JDK's. */
final class Addresses {
  private Addresses() {}

  static Endpoint endpoint(InetSocketAddress a) {
    return new Endpoint(a.getAddress().getHostAddress(), a.getPort());
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

  /** Resolves a name on a thread that may block; a resolver cannot be interrupted. */
  static Async<InetAddress[], UnknownHostException> resolve(BlockingWork blocking, String host) {
    return blocking.run(() -> lookUp(host), true);
  }

  /** Ends a resolution that is not wanted any more. */
  static void stop(Async<InetAddress[], UnknownHostException> resolving, Context cx) {
    resolving.cancel();
    try {
      resolving.poll(cx);
    } catch (Cancelled | UnknownHostException e) {
      // the end of the wait; or an answer that has come meanwhile
    }
  }

  private static InetAddress[] lookUp(String host) throws UnknownHostException {
    if (host.isEmpty()) {
      throw new UnknownHostException("the host name is empty");
    }
    return InetAddress.getAllByName(host);
  }
}
