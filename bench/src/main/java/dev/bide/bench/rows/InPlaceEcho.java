package dev.bide.bench.rows;

import static dev.bide.Async.async;
import static dev.bide.Async.scope;

import dev.bide.Async;
import dev.bide.Scope;
import dev.bide.bench.side.Row;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpStream;
import dev.bide.runtimes.LocalRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import org.jspecify.annotations.Nullable;

/** A message to an echo server and back, both in one runtime, over a loopback connection. */
final class InPlaceEcho implements Row {
  private final LocalRuntime runtime = new LocalRuntime();
  private final int size;

  InPlaceEcho(int size) {
    this.size = size;
  }

  @Override
  public void run(long n) {
    try {
      runtime.run(() -> {
        both(n).await();
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private Async<@Nullable Void, IOException> both(long n) {
    return scope((Scope s) -> {
      try (var listener = TcpListener.bind("localhost", 0).await();
          var client = TcpStream.connect("localhost", listener.port()).await()) {
        s.spawn(echo(listener.accept().await()));
        messages(client, n).await();
      }
    });
  }

  private Async<@Nullable Void, IOException> messages(TcpStream to, long n) {
    return async(() -> {
      ByteBuffer out = ByteBuffer.allocateDirect(size);
      ByteBuffer in = ByteBuffer.allocateDirect(size);
      for (long i = 0; i < n; i++) {
        to.writeAll(out.clear()).await();
        in.clear();
        while (in.hasRemaining()) {
          if (to.read(in).await() < 0) {
            throw new IllegalStateException("the connection has ended");
          }
        }
      }
    });
  }

  private static Async<@Nullable Void, IOException> echo(TcpStream connection) {
    return async(() -> {
      ByteBuffer buffer = ByteBuffer.allocateDirect(16 * 1024);
      try (connection) {
        while (connection.read(buffer.clear()).await() >= 0) {
          connection.writeAll(buffer.flip()).await();
        }
      }
    });
  }
}
