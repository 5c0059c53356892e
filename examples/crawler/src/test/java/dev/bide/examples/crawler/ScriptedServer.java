package dev.bide.examples.crawler;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Phaser;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Answers each path with the bytes it was given, character for character, so that a test can say
 * what no HTTP library would. An answer that ends with {@link #CLOSE} ends the connection, too.
 */
final class ScriptedServer implements AutoCloseable {
  static final String CLOSE = "<close>";

  private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
  private final Map<String, String> answers;
  private final Set<Socket> open = ConcurrentHashMap.newKeySet();
  private final Phaser connections = new Phaser(1);
  private final AtomicInteger accepted = new AtomicInteger();

  ScriptedServer(Map<String, String> answers) throws IOException {
    this.answers = answers;
    Thread.startVirtualThread(this::accept);
  }

  URI root() {
    return URI.create("http://127.0.0.1:" + listener.getLocalPort() + "/");
  }

  /** How many connections there have been. */
  int accepted() {
    return accepted.get();
  }

  /** Waits until the clients have closed all connections that were accepted. */
  void awaitAllClosed() {
    connections.arriveAndAwaitAdvance();
  }

  private void accept() {
    while (true) {
      try {
        Socket socket = listener.accept();
        accepted.incrementAndGet();
        connections.register();
        open.add(socket);
        Thread.startVirtualThread(() -> serve(socket));
      } catch (IOException closed) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), ISO_8859_1));
      for (String line = in.readLine(); line != null; line = in.readLine()) {
        String path = line.split(" ", 3)[1];
        while (!line.isEmpty()) {
          line = in.readLine();
        }
        String answer = answers.getOrDefault(path, Answers.NOT_FOUND);
        boolean close = answer.endsWith(CLOSE);
        String bytes = close ? answer.substring(0, answer.length() - CLOSE.length()) : answer;
        socket.getOutputStream().write(bytes.getBytes(ISO_8859_1));
        if (close) {
          return;
        }
      }
    } catch (IOException e) {
      if (open.contains(socket)) {
        throw new UncheckedIOException(e);
      }
    } finally {
      open.remove(socket);
      connections.arriveAndDeregister();
    }
  }

  @Override
  public void close() throws IOException {
    listener.close();
    for (Socket socket : List.copyOf(open)) {
      open.remove(socket);
      socket.close();
    }
  }
}
