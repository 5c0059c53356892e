package dev.bide.runtimes;

import static dev.bide.Async.async;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.Scope;
import dev.bide.Task;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Reads, writes and accepts do the same held by a variable, where they are new, and on the spot.
 */
abstract class TcpInPlaceSuite {
  private static final String HERE = "127.0.0.1";
  private static final int BIG = 8 << 20;

  private final Recorder failures = new Recorder();
  private final LocalRuntime rt = builder().name("test").onFailure(failures).build();

  /** With the driver that is tested. */
  abstract LocalRuntime.Builder builder();

  private final List<String> log = new ArrayList<>();
  private boolean held;

  @AfterEach
  void nothingLeaks() {
    assertThat(rt.openSockets()).isZero();
    rt.close();
    assertThat(failures.reports).isEmpty();
  }

  /** What is given is held by a parameter: its await is not on the spot. */
  private static <T extends @Nullable Object> Async<T, IOException> held(
      Async<T, IOException> leaf) {
    return leaf;
  }

  private interface Pair {
    Async<@Nullable Void, IOException> use(TcpStream server, TcpStream client);
  }

  private void connected(Pair pair) throws IOException {
    rt.run(() -> {
      try (TcpListener listener = TcpListener.bind(HERE, 0).await();
          TcpStream client = TcpStream.connect(HERE, listener.port()).await();
          TcpStream server = held ? held(listener.accept()).await() : listener.accept().await()) {
        pair.use(server, client).await();
      }
    });
  }

  /** Logs how many bytes came at once, and the first of them. */
  private Async<@Nullable Void, IOException> reads(TcpStream from, int times) {
    return async(() -> {
      ByteBuffer b = ByteBuffer.allocate(64);
      for (int i = 0; i < times; i++) {
        b.clear();
        int n = held ? held(from.read(b)).await() : from.read(b).await();
        log.add(n + (n > 0 ? " of " + b.get(0) : ""));
      }
    });
  }

  private static ByteBuffer message(int length, int first) {
    return ByteBuffer.allocate(length).put(0, (byte) first);
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void everyMessageComesWhetherItIsThereBeforeOrAfter(boolean held) throws IOException {
    this.held = held;
    connected((server, client) ->
        async(() -> {
          client.writeAll(message(3, 1)).await(); // there before
          reads(server, 1).await();
          for (int i = 2; i < 6; i++) { // a read that took all is followed by one that waits
            int first = i;
            Async.join(reads(server, 1), client.writeAll(message(i, first))).await();
          }
          client.writeAll(message(100, 6)).await(); // longer than the buffer
          reads(server, 2).await();
          client.shutdownOutput().await();
          reads(server, 2).await();
        }));
    assertThat(log)
        .containsExactly(
            "3 of 1", "2 of 2", "3 of 3", "4 of 4", "5 of 5", "64 of 6", "36 of 0", "-1", "-1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void whatComesWhileNobodyReadsIsReadLater(boolean held) throws IOException {
    this.held = held;
    connected((server, client) ->
        async(() -> {
          client.writeAll(message(1, 1)).await();
          reads(server, 1).await();
          client.writeAll(message(2, 2)).await();
          Async.sleep(Duration.ofMillis(5)).await(); // the selector sees it: nobody waits
          client.writeAll(message(3, 3)).await();
          reads(server, 1).await();
        }));
    assertThat(log).containsExactly("1 of 1", "5 of 2");
  }

  private Async<Integer, IOException> cleaningUp(TcpStream from) {
    return async(() -> {
      ByteBuffer b = ByteBuffer.allocate(64);
      int got = 0;
      try {
        while (got < 1000) {
          b.clear();
          got += held ? held(from.read(b)).await() : from.read(b).await();
          log.add("got " + got);
        }
      } finally {
        b.clear();
        int n = held ? held(from.read(b)).await() : from.read(b).await();
        log.add("finally " + n + " of " + b.get(0));
      }
      return got;
    });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aCancelledReadTakesNothingAndIsUsedInFinally(boolean held) throws IOException {
    this.held = held;
    connected((server, client) ->
        async(() -> {
          Async.scope(
                  (Scope s) -> {
                    Task<Integer, IOException> t = s.start(() -> cleaningUp(server).await());
                    client.writeAll(message(7, 1)).await();
                    while (log.isEmpty()) {
                      Task.yield().await();
                    }
                    Task.yield().await();
                    t.cancel();
                    Task.yield().await();
                    client.writeAll(message(9, 2)).await();
                    t.ended().await();
                  })
              .await();
        }));
    assertThat(log).containsExactly("got 7", "finally 9 of 2");
  }

  private Async<@Nullable Void, IOException> writes(TcpStream to) {
    return async(() -> {
      for (int i = 0; i < 3; i++) {
        ByteBuffer b = ByteBuffer.allocate(BIG).put(BIG - 1, (byte) i);
        if (held) {
          held(to.writeAll(b)).await();
        } else {
          to.writeAll(b).await();
        }
        if (b.hasRemaining()) {
          throw new IllegalStateException("not all");
        }
      }
      to.shutdownOutput().await();
    });
  }

  private Async<@Nullable Void, IOException> takes(TcpStream from) {
    return async(() -> {
      ByteBuffer b = ByteBuffer.allocate(BIG);
      for (int i = 0; i < 3; i++) {
        b.clear();
        while (b.hasRemaining()) {
          int n = held ? held(from.read(b)).await() : from.read(b).await();
          if (n < 0) {
            throw new IllegalStateException("ended");
          }
        }
        log.add("all of " + b.get(BIG - 1));
      }
      log.add("" + from.read(b.clear()).await());
    });
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void allIsWrittenHoweverOftenTheWriterHasToWait(boolean held) throws IOException {
    this.held = held;
    connected((server, client) ->
        async(() -> {
          Async.join(writes(client), takes(server)).await();
        }));
    assertThat(log).containsExactly("all of 0", "all of 1", "all of 2", "-1");
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aSecondReadIsRefusedAndTheFirstGoesOn(boolean held) throws IOException {
    this.held = held;
    connected((server, client) ->
        async(() -> {
          Async.scope(
                  (Scope s) -> {
                    Task<@Nullable Void, IOException> first =
                        s.start(() -> reads(server, 2).await());
                    Task.yield().await();
                    try {
                      reads(server, 1).await();
                    } catch (IllegalStateException e) {
                      log.add("refused");
                    }
                    client.writeAll(message(1, 1)).await();
                    while (log.size() < 2) {
                      Task.yield().await();
                    }
                    client.writeAll(message(2, 2)).await();
                    first.await();
                  })
              .await();
        }));
    assertThat(log).containsExactly("refused", "1 of 1", "2 of 2");
  }
}
