package dev.bide.peers.vthreads;

import dev.bide.peers.side.Growth;
import dev.bide.peers.side.Hold;
import dev.bide.peers.side.Peer.Waiting;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

final class Memory {
  private static final Duration HOUR = Duration.ofHours(1);

  /** How many have come to where they wait; static, so that the count costs no task a byte. */
  private static final AtomicInteger WAITING = new AtomicInteger();

  private Memory() {}

  static @Nullable Waiting run(String kind, int count) throws Exception {
    WAITING.set(0);
    return switch (kind) {
      case "sleep" -> sleep(count);
      case "channel" -> channel(count);
      case "socket" -> socket(count);
      default -> null;
    };
  }

  private static Waiting sleep(int count) throws InterruptedException {
    Growth before = Growth.start();
    for (int i = 0; i < count; i++) {
      Thread.startVirtualThread(Memory::sleepAnHour);
    }
    allWait(count);
    return new Waiting(before, count);
  }

  private static void sleepAnHour() {
    WAITING.incrementAndGet();
    try {
      Thread.sleep(HOUR);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Waiting channel(int count) throws InterruptedException {
    Growth before = Growth.start();
    List<BlockingQueue<Long>> channels = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      var channel = new ArrayBlockingQueue<Long>(1);
      channels.add(channel);
      Thread.startVirtualThread(() -> take(channel));
    }
    allWait(count);
    return new Waiting(before, channels);
  }

  private static void take(BlockingQueue<Long> channel) {
    WAITING.incrementAndGet();
    try {
      throw new IllegalStateException("nobody sends, and yet there came " + channel.take());
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Waiting socket(int count) throws IOException, InterruptedException {
    Growth before = Growth.start();
    var server = new ServerSocket(0, 1024, InetAddress.getLoopbackAddress());
    Process held = Hold.start(server.getLocalPort(), count);
    for (int i = 0; i < count; i++) {
      Socket connection = server.accept();
      Thread.startVirtualThread(() -> read(connection));
    }
    allWait(count);
    return new Waiting(before, List.of(server, held));
  }

  private static void read(Socket connection) {
    WAITING.incrementAndGet();
    try (connection) {
      int end = connection.getInputStream().read();
      if (end >= 0) {
        throw new IllegalStateException("nobody sends, and yet there came " + end);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The last one to count itself comes to its wait before a thread that is started after it. */
  private static void allWait(int count) throws InterruptedException {
    while (WAITING.get() < count) {
      Thread.startVirtualThread(() -> {}).join();
    }
    Thread.startVirtualThread(() -> {}).join();
  }
}
