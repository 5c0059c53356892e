package dev.bide.runtimes.sockets;

import dev.bide.Async;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpOptions;
import dev.bide.net.TcpStream;
import dev.bide.runtime.Context;
import dev.bide.runtime.Network;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one loop: opens them, waits until one is ready, and tells it so.
 *
 * <p>For the loop's thread, but {@link #wakeUp} and {@link #openSockets}.
 */
public abstract class SocketDriver implements Network {
  /** How much one read or write moves between the socket and a heap buffer. */
  public static final int BUFFER = 64 * 1024;

  private final Loop loop;
  private @Nullable ByteBuffer buffer;

  /** A driver without sockets. */
  protected SocketDriver(Loop loop) {
    this.loop = loop;
  }

  @Override
  public final Async<TcpStream, IOException> connect(String host, int port, TcpOptions options) {
    return new Connect(this, host, port, options);
  }

  @Override
  public final Async<TcpListener, IOException> listen(
      @Nullable String host, int port, TcpOptions options) {
    return new Listen(this, host, port, options);
  }

  /** The loop it belongs to. */
  public final Loop loop() {
    return loop;
  }

  /** Refuses a computation that another runtime polls. */
  final void checkContext(Context cx, Object socket) {
    if (cx.scheduler() != loop.scheduler()) {
      throw new IllegalStateException(
          socket
              + " belongs to the runtime '"
              + loop.scheduler().name()
              + "' and was used in a task of the runtime '"
              + cx.scheduler().name()
              + "': a socket stays with the runtime that opened it");
    }
  }

  /** A direct buffer between the sockets and heap buffers, for one operation. */
  public final ByteBuffer buffer() {
    ByteBuffer b = buffer;
    if (b == null) {
      b = ByteBuffer.allocateDirect(BUFFER);
      buffer = b;
    }
    return b.clear();
  }

  // ---------------------------------------------------------------- what a driver does

  /** Opens a socket to connect with: with its options set, and not connected. */
  protected abstract DriverStream open(InetSocketAddress to, TcpOptions options) throws IOException;

  /** Binds and listens. */
  protected abstract DriverListener bind(InetSocketAddress at, TcpOptions options)
      throws IOException;

  /** How many sockets are open. From any thread. */
  public abstract int openSockets();

  /** Whether the loop has to sleep here rather than anywhere else: some socket may wait. */
  public abstract boolean isActive();

  /** Wakes those whose sockets are ready, without waiting. */
  public abstract void pollNow() throws IOException;

  /** Waits until a socket is ready, {@link #wakeUp}, an interrupt, or for a time. */
  public abstract void poll(long nanos) throws IOException;

  /** Ends a {@link #poll} that waits, or the next one. From any thread. */
  public abstract void wakeUp();

  /** Closes all sockets, and what it waits with. */
  public abstract void close() throws IOException;

  /** For {@link #close}: closes each of these sockets, whatever the others throw. */
  protected static @Nullable IOException closeAll(Iterable<? extends DriverSocket> sockets) {
    IOException first = null;
    for (DriverSocket s : sockets) {
      try {
        s.closeHere();
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    return first;
  }
}
