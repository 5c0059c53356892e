import static dev.bide.Async.async;
import static dev.bide.Async.join;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bide.Async;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpStream;
import dev.bide.runtimes.LocalRuntime;
import java.io.IOException;
import java.util.List;

/** A client that counts the lines a server sends; the server, too, and both on one thread. */
public class Hello {
  static Async<Integer, IOException> countLines(String host, int port) {
    return async(() -> {
      try (var connection = TcpStream.connect(host, port).await()) {
        int n = 0;
        for (String line : connection.lines(UTF_8).await()) { // every turn of the loop may wait
          System.out.println(line);
          n++;
        }
        return n;
      }
    });
  }

  static Async<Void, IOException> greet(TcpListener listener, List<String> names) {
    return async(() -> {
      try (var connection = listener.accept().await()) {
        for (String name : names) {
          connection.writeAll("hello, " + name + "\n").await();
        }
      }
    });
  }

  static Async<Integer, IOException> both(List<String> names) {
    return async(() -> {
      try (var listener = TcpListener.bind("localhost", 0).await()) {
        var count = countLines("localhost", listener.port());
        return join(count, greet(listener, names)).await().first();
      }
    });
  }

  public static void main(String[] args) throws IOException {
    var names = args.length > 0 ? List.of(args) : List.of("async", "await", "world");
    try (var runtime = new LocalRuntime()) {
      System.out.println(runtime.run(() -> both(names).await()) + " lines");
    }
  }
}
