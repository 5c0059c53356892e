package dev.bide.net;

/**
 * Options of TCP sockets.
 *
 * @param noDelay whether small writes are sent at once
 * @param keepAlive whether the system probes idle connections
 * @param reuseAddress whether a listener may bind a port with connections in TIME_WAIT
 * @param receiveBuffer the socket's receive buffer in bytes, 0 for the system's choice
 * @param sendBuffer the socket's send buffer in bytes, 0 for the system's choice
 * @param backlog how many connections may wait to be accepted, 0 for the system's choice
 */
public record TcpOptions(
    boolean noDelay,
    boolean keepAlive,
    boolean reuseAddress,
    int receiveBuffer,
    int sendBuffer,
    int backlog) {
  /** No delay, address reused, everything else the system's choice. */
  public static final TcpOptions DEFAULT = new TcpOptions(true, false, true, 0, 0, 0);

  /** Checks the sizes. */
  public TcpOptions {
    if (receiveBuffer < 0 || sendBuffer < 0 || backlog < 0) {
      throw new IllegalArgumentException(
          "sizes must not be negative: " + receiveBuffer + ", " + sendBuffer + ", " + backlog);
    }
  }

  /** The same with {@code noDelay} set or not. */
  public TcpOptions withNoDelay(boolean on) {
    return new TcpOptions(on, keepAlive, reuseAddress, receiveBuffer, sendBuffer, backlog);
  }

  /** The same with {@code keepAlive} set or not. */
  public TcpOptions withKeepAlive(boolean on) {
    return new TcpOptions(noDelay, on, reuseAddress, receiveBuffer, sendBuffer, backlog);
  }

  /** The same with buffer sizes in bytes, 0 for the system's choice. */
  public TcpOptions withBuffers(int receive, int send) {
    return new TcpOptions(noDelay, keepAlive, reuseAddress, receive, send, backlog);
  }

  /** The same with a backlog. */
  public TcpOptions withBacklog(int n) {
    return new TcpOptions(noDelay, keepAlive, reuseAddress, receiveBuffer, sendBuffer, n);
  }
}
