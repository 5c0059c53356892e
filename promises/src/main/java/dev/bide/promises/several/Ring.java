package dev.bide.promises.several;

import static dev.bide.Async.async;
import static dev.bide.Async.join;
import static dev.bide.Async.scope;

import dev.bide.Async;
import dev.bide.Scope;
import dev.bide.executor.ExecutorRuntime;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpStream;
import dev.bide.promises.program.RespProgram;
import dev.bide.resp.RespServer;
import dev.bide.runtimes.LocalRuntime;
import dev.bide.sync.AsyncChannel;
import dev.bide.sync.Oneshot;
import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;

/** Three runtimes in a ring: each adds one to what it gets from its neighbour, and hands it on. */
public final class Ring {
  private Ring() {}

  /** What was counted; {@code left} is empty, or says how the third runtime ended early. */
  public record Seen(int forward, int backward, int callsAfter, int refused, String left) {}

  /** The channels between neighbours, one way round. */
  private record Way(
      AsyncChannel<Integer> first, AsyncChannel<Integer> second, AsyncChannel<Integer> third) {
    static Way open() {
      return new Way(AsyncChannel.bounded(8), AsyncChannel.bounded(8), AsyncChannel.bounded(8));
    }
  }

  private static final class Counts {
    int forward;
    int backward;
    int calls;
    String left = "";
  }

  /** Runs it; {@code faulty} has the third runtime closed along with the other two. */
  public static Seen run(int values, boolean faulty) throws InterruptedException {
    Way forward = Way.open();
    Way backward = Way.open();
    CountDownLatch exchanged = new CountDownLatch(1);
    Oneshot<Integer, RuntimeException> othersAreClosed = Oneshot.create();
    Counts counts = new Counts();

    LocalRuntime stays = LocalRuntime.builder().name("stays").build();
    LocalRuntime local = LocalRuntime.builder().name("local").build();
    ExecutorService threads = Executors.newFixedThreadPool(2);
    ExecutorRuntime pool = ExecutorRuntime.on(threads);

    Thread localThread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                local.run(
                    join(
                        addOne(forward.first(), forward.second()),
                        addOne(backward.second(), backward.third())));
              } catch (CancellationException _) {
                // Closed, as it is meant to be.
              }
            });
    pool.spawn(addOne(forward.second(), forward.third()));
    pool.spawn(addOne(backward.first(), backward.second()));
    Thread staysThread =
        Thread.ofPlatform()
            .start(() -> {
              try {
                stays.run(() -> {
                  var both =
                      join(
                              circle(forward.first(), forward.third(), values),
                              circle(backward.first(), backward.third(), values))
                          .await();
                  counts.forward = both.first();
                  counts.backward = both.second();
                  exchanged.countDown();
                  othersAreClosed.await();
                  counts.calls = overTcp(500).await();
                });
              } catch (CancellationException | IOException e) {
                counts.left = e.toString();
              } finally {
                exchanged.countDown();
              }
            });

    exchanged.await();
    local.close();
    pool.close();
    if (faulty) {
      stays.close();
    }
    threads.shutdown();
    localThread.join();
    int refused = refuses(() -> local.spawn(addOne(forward.first(), forward.second())));
    refused += refuses(() -> pool.spawn(addOne(forward.first(), forward.second())));
    othersAreClosed.complete(1);
    staysThread.join();
    stays.close();
    return new Seen(counts.forward, counts.backward, counts.calls, refused, counts.left);
  }

  private static int refuses(Runnable spawn) {
    try {
      spawn.run();
      return 0;
    } catch (IllegalStateException _) {
      return 1;
    }
  }

  private static Async<@Nullable Void, RuntimeException> addOne(
      AsyncChannel<Integer> in, AsyncChannel<Integer> out) {
    return async(() -> {
      for (int value : in.stream().await()) {
        out.send(value + 1).await();
      }
    });
  }

  /** Sends values into the ring while it takes them out at its end; how many came right. */
  private static Async<Integer, RuntimeException> circle(
      AsyncChannel<Integer> in, AsyncChannel<Integer> out, int values) {
    return scope((Scope s) -> {
      s.start(() -> {
        for (int i = 0; i < values; i++) {
          in.send(i).await();
        }
      });
      int right = 0;
      for (int i = 0; i < values; i++) {
        Integer value = out.receive().await();
        if (value != null && value == i + 2) {
          right++;
        }
      }
      return right;
    });
  }

  /** The RESP program over a socket: client and server as tasks of one runtime. */
  private static Async<Integer, IOException> overTcp(int calls) {
    return scope((Scope s) -> {
      TcpListener listener = TcpListener.bind("127.0.0.1", 0).await();
      RespServer server = RespServer.start(s.spawner(IOException.class));
      s.spawn(() -> {
        try (listener) {
          server.serve(listener.accept().await()).await();
        }
      });
      TcpStream connection = TcpStream.connect("127.0.0.1", listener.port()).await();
      return RespProgram.client(connection, calls, false).await();
    });
  }
}
