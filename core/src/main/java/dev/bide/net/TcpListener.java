package dev.bide.net;

import dev.bide.Async;
import dev.bide.AsyncCloseable;
import dev.bide.internal.Net;
import dev.bide.weave.v1.LeafForm;
import dev.bide.weave.v1.Leaves;
import java.io.IOException;

/** Accepts TCP connections. */
public interface TcpListener extends AsyncCloseable<IOException> {
  /**
   * Listens on all local addresses.
   *
   * @param port 0 for any free one
   */
  static Async<TcpListener, IOException> bind(int port) {
    return Net.listen(null, port, TcpOptions.DEFAULT);
  }

  /** Listens on one local address. */
  static Async<TcpListener, IOException> bind(String host, int port) {
    return Net.listen(host, port, TcpOptions.DEFAULT);
  }

  /** Listens on one local address, with options. */
  static Async<TcpListener, IOException> bind(String host, int port, TcpOptions options) {
    return Net.listen(host, port, options);
  }

  /** Waits for a connection. One accept at a time. */
  @LeafForm(Leaves.class)
  Async<TcpStream, IOException> accept();

  /** The local address. */
  Endpoint local();

  /** The local port. */
  default int port() {
    return local().port();
  }

  /** Stops listening at once, from plain code. */
  @Override
  void close();
}
