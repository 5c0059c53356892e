package dev.bide.examples.crawler;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpHandler;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** Serves the files of a directory on the loopback address, if wanted with a simulated latency. */
final class DirectoryServer implements AutoCloseable {
  // Above what the demo opens at once: a full backlog would make clients wait for a second.
  private static final int BACKLOG = 1024;

  private final HttpServer server;
  private volatile Duration latency = Duration.ZERO;
  private final ExecutorService handlers = Executors.newVirtualThreadPerTaskExecutor();

  /**
   * Starts to serve.
   *
   * @param port 0 for any free one
   * @throws IOException when the port cannot be had
   */
  DirectoryServer(Path directory, int port) throws IOException {
    this(SimpleFileServer.createFileHandler(directory.toAbsolutePath()), port);
  }

  DirectoryServer(HttpHandler handler, int port) throws IOException {
    // It writes a head and a body each by itself: with Nagle's algorithm each answer takes 40 ms.
    System.setProperty("sun.net.httpserver.nodelay", "true");
    // Connections beyond these are closed after each answer.
    System.setProperty("sun.net.httpserver.maxIdleConnections", Integer.toString(BACKLOG));
    var address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
    server = HttpServer.create(address, BACKLOG);
    server.createContext("/", exchange -> handle(exchange, handler));
    server.setExecutor(handlers);
    server.start();
  }

  private void handle(HttpExchange exchange, HttpHandler handler) throws IOException {
    try {
      Thread.sleep(latency); // A virtual thread: thousands may wait here.
    } catch (InterruptedException e) {
      throw new InterruptedIOException("the server was closed");
    }
    handler.handle(exchange);
  }

  /** Lets each answer take so much longer from here on. */
  void setLatency(Duration latency) {
    this.latency = latency;
  }

  /** Where its root is. */
  URI root() {
    InetSocketAddress address = server.getAddress();
    return URI.create(
        "http://" + address.getAddress().getHostAddress() + ":" + address.getPort() + "/");
  }

  @Override
  public void close() {
    server.stop(0);
    handlers.shutdownNow();
  }
}
