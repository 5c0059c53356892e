package dev.bide.internal;

import dev.bide.Async;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpOptions;
import dev.bide.net.TcpStream;
import dev.bide.runtime.Context;
import dev.bide.runtime.Network;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** What is asked of the runtime's network when it is first polled. */
public abstract class Net<T> implements Async<T, IOException> {
  private @Nullable Async<T, IOException> pending;
  private boolean cancelled;

  private Net() {}

  abstract Async<T, IOException> ask(Network network);

  /** Connects. */
  public static Async<TcpStream, IOException> connect(String host, int port, TcpOptions options) {
    return new Connect(host, port, options);
  }

  /** Listens. */
  public static Async<TcpListener, IOException> listen(
      @Nullable String host, int port, TcpOptions options) {
    return new Listen(host, port, options);
  }

  @Override
  public @Nullable Object poll(Context cx) throws IOException {
    Async<T, IOException> p = pending;
    if (p == null) {
      p = ask(cx.capability(Network.class));
      pending = p;
      if (cancelled) {
        p.cancel();
      }
    }
    return p.poll(cx);
  }

  @Override
  public void cancel() {
    cancelled = true;
    if (pending != null) {
      pending.cancel();
    }
  }

  @Override
  public void abort() {
    cancelled = true;
    if (pending != null) {
      pending.abort();
    }
  }

  private static final class Connect extends Net<TcpStream> {
    private final String host;
    private final int port;
    private final TcpOptions options;

    Connect(String host, int port, TcpOptions options) {
      this.host = host;
      this.port = port;
      this.options = options;
    }

    @Override
    Async<TcpStream, IOException> ask(Network network) {
      return network.connect(host, port, options);
    }
  }

  private static final class Listen extends Net<TcpListener> {
    private final @Nullable String host;
    private final int port;
    private final TcpOptions options;

    Listen(@Nullable String host, int port, TcpOptions options) {
      this.host = host;
      this.port = port;
      this.options = options;
    }

    @Override
    Async<TcpListener, IOException> ask(Network network) {
      return network.listen(host, port, options);
    }
  }
}
