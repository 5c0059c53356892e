package dev.bide.examples.echo;

import static dev.bide.Async.async;
import static dev.bide.Async.join;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bide.Async;
import dev.bide.net.TcpStream;
import dev.bide.runtimes.LocalRuntime;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** Sends a text and returns what comes back. */
public final class EchoClient {
  private EchoClient() {}

  static Async<String, IOException> say(String host, int port, String text) {
    return async(() -> {
      try (var connection = TcpStream.connect(host, port).await()) {
        // At once: the server sends back before it has all, and would wait for who does not read.
        var both = join(connection.readAllBytes(), send(connection, text)).await();
        return new String(both.first(), UTF_8);
      }
    });
  }

  private static Async<@Nullable Void, IOException> send(TcpStream connection, String text) {
    return async(() -> {
      connection.writeAll(text).await();
      connection.shutdownOutput().await();
    });
  }

  /** Takes the host, the port and the words to say. */
  public static void main(String[] args) throws IOException {
    if (args.length < 3) {
      System.err.println("Usage: EchoClient HOST PORT WORD…");
      System.exit(2);
    }
    String text = String.join(" ", args).substring(args[0].length() + args[1].length() + 2);
    try (var runtime = new LocalRuntime()) {
      System.out.println(runtime.run(() -> say(args[0], Integer.parseInt(args[1]), text).await()));
    }
  }
}
