package dev.bide.peers.nio;

import dev.bide.peers.side.EchoOnly;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.StandardSocketOptions;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;

/**
 * Reads into one direct buffer that all connections share, and writes it back at once. Only what
 * the kernel does not take is kept, by its connection, until the kernel takes it.
 */
final class Loop implements Runnable {
  private final ServerSocketChannel server;
  private final Selector selector;
  private final ByteBuffer buffer = ByteBuffer.allocateDirect(EchoOnly.BUFFER);

  Loop(ServerSocketChannel server) throws IOException {
    this.server = server;
    this.selector = Selector.open();
    server.configureBlocking(false);
    server.register(selector, SelectionKey.OP_ACCEPT);
  }

  @Override
  public void run() {
    try {
      while (true) {
        // With an action no set of selected keys is filled and emptied.
        selector.select(this::ready);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void ready(SelectionKey key) {
    try {
      if (key.isAcceptable()) {
        accept();
      } else if (key.isWritable()) {
        writeRest(key);
      } else {
        echo(key);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void accept() throws IOException {
    SocketChannel connection = server.accept();
    if (connection == null) {
      return;
    }
    connection.configureBlocking(false);
    connection.setOption(StandardSocketOptions.TCP_NODELAY, true);
    connection.register(selector, SelectionKey.OP_READ);
  }

  private void echo(SelectionKey key) throws IOException {
    var connection = (SocketChannel) key.channel();
    buffer.clear();
    if (!read(connection)) {
      connection.close();
      return;
    }
    buffer.flip();
    connection.write(buffer);
    if (buffer.hasRemaining()) {
      key.attach(ByteBuffer.allocateDirect(buffer.remaining()).put(buffer).flip());
      key.interestOps(SelectionKey.OP_WRITE);
    }
  }

  /** False where the connection has ended, by the client's wish or because the client is gone. */
  private boolean read(SocketChannel connection) {
    try {
      return connection.read(buffer) >= 0;
    } catch (IOException _) {
      return false;
    }
  }

  private void writeRest(SelectionKey key) throws IOException {
    var rest = (ByteBuffer) key.attachment();
    ((SocketChannel) key.channel()).write(rest);
    if (!rest.hasRemaining()) {
      key.attach(null);
      key.interestOps(SelectionKey.OP_READ);
    }
  }
}
