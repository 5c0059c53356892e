package dev.bide.peers.side;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The far ends of {@code memory socket}: a process of its own, so that they are not counted as the
 * peer's. It ends with its input.
 */
public final class Hold {
  private Hold() {}

  /** Starts a process that opens connections to a port of this machine and keeps them. */
  public static Process start(int port, int count) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Hold.class.getName(),
            Integer.toString(port),
            Integer.toString(count))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The process. */
  public static void main(String[] arguments) throws IOException {
    var to =
        new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(arguments[0]));
    int count = Integer.parseInt(arguments[1]);
    List<SocketChannel> held = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      held.add(SocketChannel.open(to));
    }
    if (System.in.read() >= 0) {
      throw new IllegalStateException("nothing is said to a holder");
    }
    for (SocketChannel connection : held) {
      connection.close();
    }
  }
}
