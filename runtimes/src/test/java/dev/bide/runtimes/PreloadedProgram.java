package dev.bide.runtimes;

import static dev.bide.Async.async;
import static dev.bide.Async.join;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bide.Async;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpStream;
import java.io.IOException;

/** What {@link PreloadTest} runs: it talks to itself over TCP, or only makes a runtime. */
final class PreloadedProgram {
  private PreloadedProgram() {}

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

  private static Async<Integer, IOException> greet(TcpListener listener) {
    return async(() -> {
      try (var connection = listener.accept().await()) {
        for (int i = 0; i < 3; i++) {
          connection.writeAll("hello\n").await();
        }
      }
      return 3;
    });
  }

  public static void main(String[] args) throws IOException, InterruptedException {
    try (var runtime = new LocalRuntime()) {
      if (args[0].equals("talk")) {
        int lines =
            runtime.run(() -> {
              try (var listener = TcpListener.bind("localhost", 0).await()) {
                return join(print(listener.port()), greet(listener)).await().first();
              }
            });
        System.out.println(lines + " lines");
      }
      for (Thread t : Thread.getAllStackTraces().keySet()) {
        if (t.getName().equals("bide-preload")) {
          t.join();
        }
      }
    }
  }
}
