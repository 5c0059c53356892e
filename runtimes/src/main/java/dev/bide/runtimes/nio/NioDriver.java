package dev.bide.runtimes.nio;

import dev.bide.Async;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpOptions;
import dev.bide.net.TcpStream;
import dev.bide.runtime.Context;
import dev.bide.runtime.Network;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The sockets of one loop. Opens its selector with the first socket that has to wait.
 *
 * <p>For the loop's thread, but {@link #wakeUp} and {@link #openSockets}.
 */
public final class NioDriver implements Network, Consumer<SelectionKey> {
  /** How much one read or write moves between the socket and a heap buffer. */
  static final int BUFFER = 64 * 1024;

  private final Loop loop;
  private final Set<NioChannel> open = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Selector selector;
  private @Nullable ByteBuffer buffer;
  private long looks;

  /** A driver without sockets. */
  public NioDriver(Loop loop) {
    this.loop = loop;
  }

  @Override
  public Async<TcpStream, IOException> connect(String host, int port, TcpOptions options) {
    return new Connect(this, host, port, options);
  }

  @Override
  public Async<TcpListener, IOException> listen(
      @Nullable String host, int port, TcpOptions options) {
    return new Listen(this, host, port, options);
  }

  Loop loop() {
    return loop;
  }

  /** Refuses a computation that another runtime polls. */
  void checkContext(Context cx, Object socket) {
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

  // ---------------------------------------------------------------- the sockets that are open

  void opened(NioChannel c) {
    open.add(c);
  }

  /** From any thread. */
  void closed(NioChannel c) {
    open.remove(c);
  }

  /** How many sockets are open. From any thread. */
  public int openSockets() {
    return open.size();
  }

  /** A direct buffer between the sockets and heap buffers, for one operation. */
  ByteBuffer buffer() {
    ByteBuffer b = buffer;
    if (b == null) {
      b = ByteBuffer.allocateDirect(BUFFER);
      buffer = b;
    }
    return b.clear();
  }

  // ---------------------------------------------------------------- the selector

  Selector selector() throws IOException {
    Selector s = selector;
    if (s == null) {
      s = Selector.open();
      selector = s;
    }
    return s;
  }

  /** Whether the loop has to sleep here rather than anywhere else: some socket has waited. */
  public boolean isActive() {
    Selector s = selector;
    return s != null && !s.keys().isEmpty();
  }

  /** Wakes those whose sockets are ready, without waiting. */
  public void pollNow() throws IOException {
    Selector s = selector;
    if (s != null) {
      looks++;
      s.selectNow(this);
    }
  }

  /** Waits until a socket is ready, {@link #wakeUp}, an interrupt, or for a time. */
  public void poll(long nanos) throws IOException {
    Selector s = selector();
    looks++;
    if (nanos == Long.MAX_VALUE) {
      s.select(this);
    } else {
      s.select(this, Math.max(1, nanos / 1_000_000 + (nanos % 1_000_000 == 0 ? 0 : 1)));
    }
  }

  /** How often the selector was asked. */
  long looks() {
    return looks;
  }

  /** Ends a {@link #poll} that waits, or the next one. From any thread. */
  public void wakeUp() {
    Selector s = selector;
    if (s != null) {
      s.wakeup();
    }
  }

  /** Tells a socket that it is ready, for the selector: a lambda would cost a program's start. */
  @Override
  public void accept(SelectionKey key) {
    ((NioChannel) key.attachment()).ready(key);
  }

  /** Closes all sockets, and the selector. */
  public void close() throws IOException {
    IOException first = null;
    for (NioChannel c : new ArrayList<>(open)) {
      try {
        c.closeHere();
      } catch (IOException e) {
        if (first == null) {
          first = e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    Selector s = selector;
    if (s != null) {
      s.close();
    }
    if (first != null) {
      throw first;
    }
  }
}
