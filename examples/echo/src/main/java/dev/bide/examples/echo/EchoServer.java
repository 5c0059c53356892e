package dev.bide.examples.echo;

import static dev.bide.Async.async;
import static dev.bide.Async.supervise;

import dev.bide.Async;
import dev.bide.Supervisor;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpStream;
import dev.bide.runtimes.LocalRuntime;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sends back whatever it is sent, to any number of clients at once, on one thread. */
public final class EchoServer {
  private EchoServer() {}

  /** Serves until it is cancelled. A client's failure is that client's own. */
  static Async<Void, IOException> serve(TcpListener listener) {
    return supervise((Supervisor clients) -> {
      while (true) {
        var connection = listener.accept().await();
        clients.spawn(echo(connection));
      }
    });
  }

  private static Async<@Nullable Void, IOException> echo(TcpStream connection) {
    return async(() -> {
      try (connection) {
        connection.transferTo(connection).await();
      }
    });
  }

  /** Takes the port; 7007 if there is none. */
  public static void main(String[] args) throws IOException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 7007;
    try (var runtime = new LocalRuntime()) {
      runtime.run(() -> {
        try (var listener = TcpListener.bind("localhost", port).await()) {
          System.out.println("listening on " + listener.local());
          serve(listener).await();
        }
      });
    }
  }
}
