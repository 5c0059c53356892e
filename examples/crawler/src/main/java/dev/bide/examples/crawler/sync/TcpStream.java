package dev.bide.examples.crawler.sync;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.net.Socket;
import java.nio.ByteBuffer;

/** A socket of {@code java.net} under the names that Bide's has. */
public final class TcpStream implements Closeable {
  private final Socket socket;

  private TcpStream(Socket socket) {
    this.socket = socket;
  }

  /** Connects to a host by name or address. */
  public static TcpStream connect(String host, int port) throws IOException {
    var socket = new Socket(host, port);
    socket.setTcpNoDelay(true);
    return new TcpStream(socket);
  }

  InputStream in() throws IOException {
    return socket.getInputStream();
  }

  /** Writes all of the buffer. */
  public void writeAll(ByteBuffer from) throws IOException {
    socket
        .getOutputStream()
        .write(from.array(), from.arrayOffset() + from.position(), from.remaining());
    from.position(from.limit());
  }

  @Override
  public void close() throws IOException {
    socket.close();
  }
}
