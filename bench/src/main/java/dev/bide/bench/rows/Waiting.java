package dev.bide.bench.rows;

import static dev.bide.Async.scope;

import dev.bide.Async;
import dev.bide.Scope;
import dev.bide.Task;
import dev.bide.bench.side.Growth;
import dev.bide.bench.side.Holder;
import dev.bide.net.TcpListener;
import dev.bide.runtimes.IoDriver;
import dev.bide.runtimes.LocalRuntime;
import dev.bide.sync.AsyncChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** So many tasks that wait, and what each of them takes. */
final class Waiting {
  private final LocalRuntime runtime;
  private int arrived;

  private Waiting(IoDriver io) {
    runtime = LocalRuntime.builder().io(io).build();
  }

  /** What is answered for a kind; {@code unsupported} where there is none such. */
  static String bytes(String kind, int count) {
    Waiting waiting = new Waiting(kind.equals("socket") ? best() : IoDriver.NIO);
    try {
      return switch (kind) {
        case "sleep" -> waiting.sleeping(count);
        case "planted" -> waiting.planted(count);
        case "channel" -> waiting.receiving(count);
        case "socket", "socket-nio" -> waiting.reading(count);
        default -> "unsupported";
      };
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The driver that takes least for a socket. */
  private static IoDriver best() {
    return IoDriver.EPOLL.isAvailable() ? IoDriver.EPOLL : IoDriver.NIO;
  }

  private String sleeping(int count) {
    return runtime.run(() ->
        scope(
                (Scope s) -> {
                  Growth growth = new Growth();
                  for (int i = 0; i < count; i++) {
                    s.spawn(() -> {
                      arrived++;
                      Async.sleep(TimerRow.HOUR).await();
                    });
                  }
                  while (arrived < count) {
                    Task.yield().await();
                  }
                  String each = growth.each(count);
                  s.cancel();
                  return each;
                })
            .await());
  }

  /** Each keeps an object more than it has to: to see that it is noticed. */
  private String planted(int count) {
    return runtime.run(() ->
        scope(
                (Scope s) -> {
                  Growth growth = new Growth();
                  for (int i = 0; i < count; i++) {
                    s.spawn(() -> {
                      int[] kept = {arrived++};
                      Async.sleep(TimerRow.HOUR).await();
                      arrived -= kept[0];
                    });
                  }
                  while (arrived < count) {
                    Task.yield().await();
                  }
                  String each = growth.each(count);
                  s.cancel();
                  return each;
                })
            .await());
  }

  private String receiving(int count) {
    return runtime.run(() ->
        scope(
                (Scope s) -> {
                  Growth growth = new Growth();
                  List<AsyncChannel<Long>> channels = new ArrayList<>();
                  for (int i = 0; i < count; i++) {
                    AsyncChannel<Long> channel = AsyncChannel.local(1);
                    channels.add(channel);
                    s.spawn(() -> {
                      arrived++;
                      channel.receive().await();
                    });
                  }
                  while (arrived < count) {
                    Task.yield().await();
                  }
                  String each = growth.each(count);
                  for (AsyncChannel<Long> channel : channels) {
                    channel.close();
                  }
                  return each;
                })
            .await());
  }

  private String reading(int count) throws IOException {
    ByteBuffer shared = ByteBuffer.allocate(1024); // nothing comes, so one is enough for all
    return runtime.run(() ->
        scope(
                (Scope s) -> {
                  TcpListener listener = TcpListener.bind("localhost", 0).await();
                  // Whatever is made with the first connection is not of the connections.
                  Process far = Holder.start(listener.port(), count + 1);
                  var first = listener.accept().await();
                  Growth growth = new Growth();
                  for (int i = 0; i < count; i++) {
                    var connection = listener.accept().await();
                    s.spawn(() -> {
                      arrived++;
                      connection.read(shared).await();
                      connection.closeAsync().await();
                    });
                  }
                  while (arrived < count) {
                    Task.yield().await();
                  }
                  String each = growth.each(count);
                  far.getOutputStream().close(); // and with it all connections
                  first.closeAsync().await();
                  listener.closeAsync().await();
                  return each;
                })
            .await());
  }
}
