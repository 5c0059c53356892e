package dev.bide.peers.vthreads;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;

/** A thread for each connection, written as blocking code. */
final class Echo {
  private static final int BUFFER = 16 * 1024;

  private Echo() {}

  static int start(int port) throws IOException {
    var server = new ServerSocket(port, 1024, InetAddress.getLoopbackAddress());
    Thread.startVirtualThread(() -> accept(server));
    return server.getLocalPort();
  }

  private static void accept(ServerSocket server) {
    try (server) {
      while (true) {
        Socket connection = server.accept();
        connection.setTcpNoDelay(true);
        Thread.startVirtualThread(() -> serve(connection));
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void serve(Socket connection) {
    try (connection) {
      var in = connection.getInputStream();
      var out = connection.getOutputStream();
      byte[] buffer = new byte[BUFFER];
      for (int n = in.read(buffer); n > 0; n = in.read(buffer)) {
        out.write(buffer, 0, n);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
