package dev.bide.bench.start;

import static dev.bide.Async.async;
import static dev.bide.Async.join;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bide.Async;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpStream;
import dev.bide.runtimes.LocalRuntime;
import java.io.IOException;
import java.util.List;

/** A client that prints the lines a server sends it; {@link HelloOnThreads} is its twin. */
public final class Hello {
  private Hello() {}

  private static Async<Integer, IOException> print(int port) {
    return async(() -> {
      try (var connection = TcpStream.connect("localhost", port).await()) {
        int n = 0;
        for (String line : connection.lines(UTF_8).await()) {
          System.out.println(line);
          n++;
        }
        return n;
      }
    });
  }

  private static Async<Integer, IOException> greet(TcpListener listener, List<String> names) {
    return async(() -> {
      try (var connection = listener.accept().await()) {
        for (String name : names) {
          connection.writeAll("hello, " + name + "\n").await();
        }
      }
      return names.size();
    });
  }

  /** The client and the server are tasks of one thread. */
  public static void main(String[] args) throws IOException {
    var names = List.of("async", "await", "world");
    try (var runtime = new LocalRuntime()) {
      int lines =
          runtime.run(() -> {
            try (var listener = TcpListener.bind("localhost", 0).await()) {
              return join(print(listener.port()), greet(listener, names)).await().first();
            }
          });
      System.out.println(lines + " lines");
    }
  }
}
