package dev.bide.bench.side;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Another process that opens connections and keeps them until its input ends. */
public final class Holder {
  private Holder() {}

  /** Starts it. */
  public static Process start(int port, int count) throws IOException {
    return new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-XX:TieredStopAtLevel=1",
            "-XX:+UseSerialGC",
            "-cp",
            System.getProperty("java.class.path"),
            Holder.class.getName(),
            Integer.toString(port),
            Integer.toString(count))
        .redirectError(ProcessBuilder.Redirect.INHERIT)
        .start();
  }

  /** The process. */
  public static void main(String[] args) throws IOException {
    var to = new InetSocketAddress(InetAddress.getLoopbackAddress(), Integer.parseInt(args[0]));
    int count = Integer.parseInt(args[1]);
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
