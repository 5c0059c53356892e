package dev.bide.internal;

import dev.bide.Async;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpOptions;
import dev.bide.net.TcpStream;
import dev.bide.runtime.Context;
import dev.bide.runtime.Network;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Asks the runtime's network when first polled. */
public final class Net {
  private Net() {}

  /** Connects. */
  public static Async<TcpStream, IOException> connect(String host, int port, TcpOptions options) {
    return new Deferred<>(network -> network.connect(host, port, options));
  }

  /** Listens. */
  public static Async<TcpListener, IOException> listen(
      @Nullable String host, int port, TcpOptions options) {
    return new Deferred<>(network -> network.listen(host, port, options));
  }

  private interface Request<T> {
    Async<T, IOException> to(Network network);
  }

  private static final class Deferred<T> implements Async<T, IOException> {
    private final Request<T> request;
    private @Nullable Async<T, IOException> pending;
    private boolean cancelled;

    Deferred(Request<T> request) {
      this.request = request;
    }

    @Override
    public @Nullable Object poll(Context cx) throws IOException {
      Async<T, IOException> p = pending;
      if (p == null) {
        p = request.to(cx.capability(Network.class));
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
}
