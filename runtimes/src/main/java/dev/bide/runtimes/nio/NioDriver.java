package dev.bide.runtimes.nio;

import dev.bide.net.TcpOptions;
import dev.bide.runtimes.sockets.DriverListener;
import dev.bide.runtimes.sockets.DriverSocket;
import dev.bide.runtimes.sockets.DriverStream;
import dev.bide.runtimes.sockets.Loop;
import dev.bide.runtimes.sockets.SocketDriver;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.CancelledKeyException;
import java.nio.channels.ClosedChannelException;
import java.nio.channels.SelectableChannel;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Sockets by a selector, which is opened with the first socket that has to wait.
 *
 * <p>Interest in input stays registered after it was met, and is taken away when input comes that
 * nobody waits for: a connection that reads again and again registers once. Interest in output is
 * taken away at once, since a socket can nearly always be written to.
 */
public final class NioDriver extends SocketDriver implements Consumer<SelectionKey> {
  private static final int INPUT = SelectionKey.OP_READ | SelectionKey.OP_ACCEPT;

  private final Set<DriverSocket> open = ConcurrentHashMap.newKeySet();
  private volatile @Nullable Selector selector;
  private long looks;

  /** A driver without sockets. */
  public NioDriver(Loop loop) {
    super(loop);
  }

  @Override
  protected DriverStream open(InetSocketAddress to, TcpOptions options) throws IOException {
    return NioStream.open(this, to, options);
  }

  @Override
  protected DriverListener bind(InetSocketAddress at, TcpOptions options) throws IOException {
    return NioListener.open(this, at, options);
  }

  // ---------------------------------------------------------------- the sockets that are open

  /** A socket has been opened. */
  void opened(DriverSocket s) {
    open.add(s);
  }

  @Override
  public int openSockets() {
    return open.size();
  }

  /** Registers interest of a socket's; gives its key, which is null at first. */
  SelectionKey watch(
      DriverSocket socket, SelectableChannel channel, @Nullable SelectionKey key, int op)
      throws IOException {
    try {
      if (key == null) {
        return channel.register(selector(), op, socket);
      }
      if ((key.interestOps() & op) == 0) {
        key.interestOpsOr(op);
      }
      return key;
    } catch (CancelledKeyException e) { // closed from another thread
      ClosedChannelException closedMeanwhile = new ClosedChannelException();
      closedMeanwhile.initCause(e);
      throw closedMeanwhile;
    }
  }

  /** Closes a socket's channel. */
  void release(DriverSocket socket, SelectableChannel channel, @Nullable SelectionKey key)
      throws IOException {
    open.remove(socket);
    try {
      channel.close();
    } finally {
      if (key != null && key.selector().isOpen()) {
        pollNow(); // a registered channel is released by the selector's next turn
      }
    }
  }

  /** The same from another thread: the loop sees to the rest. */
  void releaseElsewhere(DriverSocket socket, SelectableChannel channel) throws IOException {
    boolean _ = socket.endElsewhere();
    open.remove(socket);
    channel.close();
  }

  // ---------------------------------------------------------------- the selector

  private Selector selector() throws IOException {
    Selector s = selector;
    if (s == null) {
      s = Selector.open();
      selector = s;
    }
    return s;
  }

  @Override
  public boolean isActive() {
    Selector s = selector;
    return s != null && !s.keys().isEmpty();
  }

  @Override
  public void pollNow() throws IOException {
    Selector s = selector;
    if (s != null) {
      looks++;
      s.selectNow(this);
    }
  }

  @Override
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

  @Override
  public void wakeUp() {
    Selector s = selector;
    if (s != null) {
      s.wakeup();
    }
  }

  /** Tells a socket that it is ready, for the selector: a lambda would cost a program's start. */
  @Override
  public void accept(SelectionKey key) {
    try {
      ready((DriverSocket) key.attachment(), key, key.readyOps());
    } catch (CancelledKeyException e) {
      // closed from another thread, which has sent a message that sees to those who wait
    }
  }

  private static void ready(DriverSocket socket, SelectionKey key, int ops) {
    if ((ops & INPUT) != 0 && !socket.inputReady()) {
      key.interestOpsAnd(~INPUT);
    }
    if ((ops & ~INPUT) != 0) {
      key.interestOpsAnd(INPUT);
      socket.outputReady();
    }
  }

  @Override
  public void close() throws IOException {
    IOException failed = closeAll(new ArrayList<>(open));
    Selector s = selector;
    if (s != null) {
      s.close();
    }
    if (failed != null) {
      throw failed;
    }
  }
}
