package dev.bide.bench.rows;

import static dev.bide.Async.async;
import static dev.bide.Async.supervise;

import dev.bide.Async;
import dev.bide.Supervisor;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpStream;
import dev.bide.runtimes.IoDriver;
import dev.bide.runtimes.LocalRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/** Sends back what it is sent, at most 16 KiB at once, as the peers do. */
final class Echo {
  private static final int BUFFER = 16 * 1024;

  private Echo() {}

  static Thread start(int port, IntConsumer listening) {
    return Thread.ofPlatform().name("echo").daemon().start(() -> serve(port, listening));
  }

  private static void serve(int port, IntConsumer listening) {
    var io = IoDriver.valueOf(System.getProperty("bide.bench.io", "NIO"));
    try (var runtime = LocalRuntime.builder().io(io).build()) {
      runtime.run(() -> {
        try (var listener = TcpListener.bind("localhost", port).await()) {
          listening.accept(listener.port());
          clients(listener).await();
        }
      });
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Async<@Nullable Void, IOException> clients(TcpListener listener) {
    return supervise((Supervisor clients) -> {
      while (listener.port() > 0) {
        var connection = listener.accept().await();
        clients.spawn(echo(connection));
      }
    });
  }

  private static Async<@Nullable Void, IOException> echo(TcpStream connection) {
    return async(() -> {
      ByteBuffer buffer = ByteBuffer.allocateDirect(BUFFER);
      try (connection) {
        while (connection.read(buffer.clear()).await() >= 0) {
          connection.writeAll(buffer.flip()).await();
        }
      }
    });
  }
}
