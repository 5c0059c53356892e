package dev.bide.bench.start;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;

/** A client that prints the lines a server sends it; {@link Hello} is its twin. */
public final class HelloOnThreads {
  private HelloOnThreads() {}

  private static int print(int port) throws IOException {
    try (var connection = new Socket("localhost", port);
        var lines = new BufferedReader(new InputStreamReader(connection.getInputStream(), UTF_8))) {
      int n = 0;
      for (String line = lines.readLine(); line != null; line = lines.readLine()) {
        System.out.println(line);
        n++;
      }
      return n;
    }
  }

  private static void greet(ServerSocket listener, List<String> names) {
    try (var connection = listener.accept()) {
      for (String name : names) {
        connection.getOutputStream().write(("hello, " + name + "\n").getBytes(UTF_8));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The client and the server have a thread each. */
  public static void main(String[] args) throws IOException, InterruptedException {
    var names = List.of("async", "await", "world");
    try (var listener = new ServerSocket(0, 50, InetAddress.getByName("localhost"))) {
      Thread server = new Thread(() -> greet(listener, names));
      server.start();
      int lines = print(listener.getLocalPort());
      server.join();
      System.out.println(lines + " lines");
    }
  }
}
