package dev.bide.examples.chat;

import static dev.bide.Async.async;
import static dev.bide.Async.race;
import static dev.bide.Async.supervise;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.bide.Async;
import dev.bide.Supervisor;
import dev.bide.io.AsyncBufRead;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpStream;
import dev.bide.runtimes.LocalRuntime;
import dev.bide.sync.AsyncChannel;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A chat over TCP: a guest's first line is their name, and each further line goes to all others.
 *
 * <p>Each guest is a task, and all tasks change one plain map: they run on one thread, and between
 * two awaits nobody else does.
 */
public final class ChatServer {
  private static final int MAX_LINE = 1000;
  private static final int MAX_UNREAD = 100;

  private final Map<String, AsyncChannel<String>> guests = new LinkedHashMap<>();

  /** Serves until it is cancelled. */
  Async<Void, IOException> serve(TcpListener listener) {
    return supervise((Supervisor s) -> {
      while (true) {
        s.spawn(receive(listener.accept().await()));
      }
    });
  }

  private Async<@Nullable Void, IOException> receive(TcpStream connection) {
    return async(() -> {
      try (connection) {
        var in = connection.buffered();
        String name = in.readLine(UTF_8, MAX_LINE).await();
        AsyncChannel<String> unread = AsyncChannel.local(MAX_UNREAD);
        if (name == null) {
          return;
        }
        if (guests.putIfAbsent(name, unread) != null) {
          connection.writeAll("there is a " + name + " already\n").await();
          return;
        }
        try {
          tellOthers(name, name + " has come");
          race(listen(in, name), deliver(unread, connection)).await();
        } finally {
          guests.remove(name);
          tellOthers(name, name + " has gone");
        }
      }
    });
  }

  private Async<@Nullable Void, IOException> listen(AsyncBufRead in, String name) {
    return async(() -> {
      for (String line : in.lines(UTF_8, MAX_LINE).await()) {
        tellOthers(name, name + ": " + line);
      }
    });
  }

  private static Async<@Nullable Void, IOException> deliver(
      AsyncChannel<String> unread, TcpStream connection) {
    return async(() -> {
      for (String line : unread.stream().await()) {
        connection.writeAll(line + "\n").await();
      }
    });
  }

  private void tellOthers(String name, String line) {
    guests.forEach((guest, unread) -> {
      if (!guest.equals(name) && !unread.trySend(line)) {
        unread.close(); // Who does not read has to go: nobody waits for them.
      }
    });
  }

  /** Takes the port; 7008 if there is none. */
  public static void main(String[] args) throws IOException {
    int port = args.length > 0 ? Integer.parseInt(args[0]) : 7008;
    try (var runtime = new LocalRuntime()) {
      runtime.run(() -> {
        try (var listener = TcpListener.bind("localhost", port).await()) {
          System.out.println("listening on " + listener.local());
          new ChatServer().serve(listener).await();
        }
      });
    }
  }
}
