package dev.bide.runtime;

import dev.bide.Async;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpOptions;
import dev.bide.net.TcpStream;
import java.io.IOException;

/** The capability of TCP. What it opens stays with its driver. */
public interface Network {
  /**
   * Connects. A host name that resolves to several addresses has them tried in order, until one
   * accepts; when none does, the last failure is thrown with the others suppressed.
   */
  Async<TcpStream, IOException> connect(String host, int port, TcpOptions options);

  /**
   * Listens.
   *
   * @param host the local address to bind, null for all
   * @param port 0 for any free one
   */
  Async<TcpListener, IOException> listen(
      @org.jspecify.annotations.Nullable String host, int port, TcpOptions options);
}
