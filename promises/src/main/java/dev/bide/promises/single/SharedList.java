package dev.bide.promises.single;

import static dev.bide.Async.async;
import static dev.bide.Async.scope;

import dev.bide.Async;
import dev.bide.Scope;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpStream;
import dev.bide.resp.RespClient;
import dev.bide.resp.RespServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Many tasks, one list, no lock. */
public final class SharedList {
  private SharedList() {}

  /** What was counted. */
  public record Seen(int calls, int entries, int threads) {}

  /** Tasks that each make calls over a socket of their own, and put each reply into one list. */
  public static Async<Seen, IOException> run(int tasks, int calls) {
    return async(() -> {
      List<String> list = new ArrayList<>();
      Set<Thread> threads = new HashSet<>();
      scope(
              (Scope s) -> {
                TcpListener listener = TcpListener.bind("127.0.0.1", 0).await();
                RespServer server = RespServer.start(s.spawner(IOException.class));
                s.background(() -> acceptAll(s, listener, server).await());
                scope(
                        (Scope clients) -> {
                          for (int i = 0; i < tasks; i++) {
                            int number = i;
                            clients.spawn(() -> {
                              callAll(listener.port(), number, calls, list, threads).await();
                            });
                          }
                        })
                    .await();
              })
          .await();
      Set<String> distinct = new HashSet<>(list);
      return new Seen(distinct.size(), list.size(), threads.size());
    });
  }

  private static Async<@Nullable Void, IOException> acceptAll(
      Scope s, TcpListener listener, RespServer server) {
    return async(() -> {
      try (listener) {
        while (true) {
          TcpStream connection = listener.accept().await();
          s.spawn(() -> {
            server.serve(connection).await();
          });
        }
      }
    });
  }

  private static Async<@Nullable Void, IOException> callAll(
      int port, int number, int calls, List<String> list, Set<Thread> threads) {
    return async(() -> {
      TcpStream connection = TcpStream.connect("127.0.0.1", port).await();
      scope(
              (Scope s) -> {
                var tasks = s.spawner(IOException.class);
                try (RespClient client = RespClient.over(tasks, connection)) {
                  for (int i = 0; i < calls; i++) {
                    String text = number + "/" + i;
                    if (client.echo(text).await().equals(text)) {
                      list.add(text);
                    }
                    threads.add(Thread.currentThread());
                  }
                }
              })
          .await();
    });
  }
}
