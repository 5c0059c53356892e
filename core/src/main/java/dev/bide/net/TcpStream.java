package dev.bide.net;

import dev.bide.Async;
import dev.bide.internal.Net;
import dev.bide.io.AsyncRead;
import dev.bide.io.AsyncWrite;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A TCP connection. Reads and writes may be pending at the same time, one of each. */
public interface TcpStream extends AsyncRead, AsyncWrite {
  /** Connects to a host by name or address. */
  static Async<TcpStream, IOException> connect(String host, int port) {
    return connect(host, port, TcpOptions.DEFAULT);
  }

  /** Connects with options. */
  static Async<TcpStream, IOException> connect(String host, int port, TcpOptions options) {
    return Net.connect(host, port, options);
  }

  /** The other side's address. */
  Endpoint remote();

  /** This side's address. */
  Endpoint local();

  /**
   * Sends what has been written and then the end of the stream; reading goes on. The other side's
   * reads give -1.
   */
  Async<@Nullable Void, IOException> shutdownOutput();

  /** Releases the socket at once, from plain code. In a block, waits until it is released. */
  @Override
  void close();
}
