package dev.bide.runtimes.sockets;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.net.Endpoint;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpStream;
import dev.bide.runtime.Context;
import dev.bide.weave.v1.InPlace;
import dev.bide.weave.v1.Leaf;
import dev.bide.weave.v1.Slots;
import dev.bide.weave.v1.Suspended;
import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A listening socket. */
public abstract class DriverListener extends DriverSocket implements TcpListener, InPlace.Accept {
  private final Endpoint local;

  /** Of a socket that listens and does not block. */
  protected DriverListener(SocketDriver driver, Endpoint local) {
    super(driver);
    this.local = local;
  }

  /** What a driver does: takes a connection from the backlog, null when there is none. */
  protected abstract @Nullable DriverStream take() throws IOException;

  @Override
  public final Endpoint local() {
    return local;
  }

  @Override
  public Async<TcpStream, IOException> accept() {
    Accept a = new Accept();
    a.reset(this);
    return a;
  }

  @Override
  public @Nullable Object acceptInPlace(Slots cx, @Nullable Suspended spare) throws IOException {
    boolean now = Leaf.charge(cx);
    Accept leaf = Leaf.in(spare) instanceof Accept a && a.isFree() ? a : new Accept();
    Suspended waits = Leaf.lent(leaf, spare);
    leaf.reset(this);
    if (!now) {
      return Leaf.later(waits, cx);
    }
    Object r = leaf.poll((Context) cx);
    return r == Poll.PENDING ? waits : r;
  }

  @Override
  public String toString() {
    return "listener " + local;
  }

  private static final class Accept extends Operation<TcpStream> {
    private @Nullable DriverListener of;

    void reset(DriverListener listener) {
      reset();
      of = listener;
    }

    private DriverListener listener() {
      return Objects.requireNonNull(of);
    }

    @Override
    void begin(Context cx) {
      listener().driver.checkContext(cx, listener());
      listener().refuseSecond(true, "accept");
    }

    @Override
    @Nullable Object attempt(Context cx) throws IOException {
      DriverListener listener = listener();
      listener.checkOpen();
      try {
        DriverStream stream = listener.take();
        if (stream == null) {
          listener.waitForInput(this);
          return Poll.PENDING;
        }
        return stream;
      } catch (IOException e) {
        throw listener.asSyncJavaThrows(e);
      }
    }

    @Override
    void undo(Context cx) {} // the connection, where one has come, stays in the backlog

    @Override
    void end() {
      listener().leave(this);
    }

    @Override
    void clear() {
      of = null;
    }
  }
}
