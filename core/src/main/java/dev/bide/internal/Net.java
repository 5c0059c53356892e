package dev.bide.internal;

import dev.bide.Async;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpOptions;
import dev.bide.net.TcpStream;
import dev.bide.runtime.Context;
import dev.bide.runtime.Network;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * What is asked of the runtime's network when it is first polled. One class for all of it, since a
 * program that starts has each class to load.
 */
public final class Net<T> implements Async<T, IOException> {
  private final boolean listens;
  private final @Nullable String host;
  private final int port;
  private final TcpOptions options;
  private @Nullable Async<T, IOException> pending;
  private boolean cancelled;

  private Net(boolean listens, @Nullable String host, int port, TcpOptions options) {
    this.listens = listens;
    this.host = host;
    this.port = port;
    this.options = options;
  }

  /** Connects. */
  public static Async<TcpStream, IOException> connect(String host, int port, TcpOptions options) {
    return new Net<>(false, host, port, options);
  }

  /** Listens. */
  public static Async<TcpListener, IOException> listen(
      @Nullable String host, int port, TcpOptions options) {
    return new Net<>(true, host, port, options);
  }

  @SuppressWarnings({"unchecked", "NullAway"}) // as it was made
  private Async<T, IOException> ask(Network network) {
    return (Async<T, IOException>)
        (listens ? network.listen(host, port, options) : network.connect(host, port, options));
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
}
