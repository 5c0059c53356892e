package dev.bide.peers.nio;

import dev.bide.peers.side.EchoOnly;
import dev.bide.peers.side.Sides;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;

/** A selector loop written by hand, on one thread. */
public final class Main implements EchoOnly {
  private Main() {}

  /** Serves on standard input; see the README. */
  public static void main(String[] arguments) throws Exception {
    Sides.main(arguments, new Main());
  }

  @Override
  public int echo(int port) throws IOException {
    var server = ServerSocketChannel.open();
    server.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1024);
    var loop = new Loop(server);
    Thread.ofPlatform().name("nio").daemon().start(loop);
    return server.socket().getLocalPort();
  }
}
