package dev.bide.runtimes;

import static dev.bide.Async.async;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.Scope;
import dev.bide.Task;
import dev.bide.TimedOutException;
import dev.bide.net.TcpStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What is seen of connections that end in other ways than by a last byte. */
@SuppressWarnings("bide:blocking-call") // the peer has connected before, and its calls do not wait
abstract class TcpEndsSuite {
  private static final String HERE = "127.0.0.1";

  /** A failing test ends, too. */
  private static final Duration LONG = Duration.ofSeconds(10);

  private final Recorder failures = new Recorder();
  private final LocalRuntime rt = builder().name("test").onFailure(failures).build();
  private final List<String> log = new ArrayList<>();

  /** With the driver that is tested. */
  abstract LocalRuntime.Builder builder();

  @AfterEach
  void nothingLeaks() {
    assertThat(rt.openSockets()).isZero();
    rt.close();
    assertThat(failures.reports).isEmpty();
  }

  private interface Pair {
    Async<@Nullable Void, IOException> use(TcpStream here, Socket other);
  }

  private void connected(Pair pair) throws IOException, TimedOutException {
    try (ServerSocket server = new ServerSocket(0, 1, InetAddress.ofLiteral(HERE))) {
      rt.run(() -> {
        try (TcpStream here = TcpStream.connect(HERE, server.getLocalPort()).await();
            Socket other = server.accept()) {
          Async.timeout(LONG, pair.use(here, other)).await();
        }
      });
    }
  }

  private static void reset(Socket s) throws IOException {
    s.setSoLinger(true, 0);
    s.close();
  }

  private Async<@Nullable Void, RuntimeException> read(TcpStream s) {
    return async(() -> {
      try {
        log.add("read " + s.read(ByteBuffer.allocate(10)).await());
      } catch (IOException e) {
        log.add(e.toString());
      }
    });
  }

  private Async<@Nullable Void, RuntimeException> shut(TcpStream s) {
    return async(() -> {
      try {
        s.shutdownOutput().await();
        log.add("shut");
      } catch (IOException e) {
        log.add(e.toString());
      }
    });
  }

  private Async<@Nullable Void, RuntimeException> write(TcpStream s, int length, int times) {
    return async(() -> {
      try {
        for (int i = 0; i < times; i++) {
          s.write(ByteBuffer.allocate(length)).await();
        }
        log.add("written");
      } catch (IOException e) {
        log.add(e.toString());
      }
    });
  }

  /** Else what came before it would be taken for all there was. */
  @Test
  void aResetIsNoEndToTheReadsAfterIt() throws Exception {
    connected((here, other) ->
        async(() -> {
          reset(other);
          read(here).await();
          read(here).await();
          read(here).await();
        }));
    String reset = "java.net.SocketException: Connection reset";
    assertThat(log).containsExactly(reset, reset, reset);
  }

  @Test
  void theEndIsSentInVainToWhoHasGone() throws Exception {
    connected((here, other) ->
        async(() -> {
          reset(other);
          read(here).await();
          shut(here).await();
          shut(here).await();
        }));
    assertThat(log).containsExactly("java.net.SocketException: Connection reset", "shut", "shut");
  }

  @Test
  void aResetWhileAWriteWaits() throws Exception {
    connected((here, other) ->
        async(() -> {
          Async.<IOException>scope(
                  (Scope s) -> {
                    s.start(() -> {
                      write(here, 1 << 20, 100).await();
                    });
                    Task.yield().await(); // it waits now
                    reset(other);
                  })
              .await();
          write(here, 1, 1).await();
        }));
    assertThat(log)
        .containsExactly(
            "java.net.SocketException: Connection reset by peer",
            "java.net.SocketException: Broken pipe");
  }

  /** A read stops in front of it, though more has come. */
  @Test
  void whatComesAfterSomethingUrgentIsRead() throws Exception {
    StringBuilder got = new StringBuilder();
    connected((here, other) ->
        async(() -> {
          Async.<IOException>scope(
                  (Scope s) -> {
                    s.start(() -> {
                      ByteBuffer b = ByteBuffer.allocate(10);
                      while (got.length() < 6 && here.read(b.clear()).await() > 0) {
                        for (int i = 0; i < b.position(); i++) {
                          got.append((char) b.get(i));
                        }
                      }
                    });
                    Task.yield().await(); // it waits now
                    other.getOutputStream().write(new byte[] {'a', 'b', 'c'});
                    other.sendUrgentData('!');
                    other.getOutputStream().write(new byte[] {'d', 'e', 'f'});
                  })
              .await();
        }));
    assertThat(got).hasToString("abcdef");
  }

  /** Which has come before, and of which the loop knows: whoever closes it has returned. */
  @Test
  void nothingIsReadOrSentOnceAnotherThreadHasClosedIt() throws Exception {
    connected((here, other) ->
        async(() -> {
          ByteBuffer b = ByteBuffer.allocate(10);
          other.getOutputStream().write(new byte[3]);
          here.read(b.limit(1)).await(); // it has come
          join(Thread.ofPlatform().start(here::close));
          read(here).await();
          shut(here).await();
          write(here, 1, 1).await();
        }));
    String closed = "java.net.SocketException: Socket closed";
    assertThat(log).containsExactly(closed, closed, closed);
  }

  private static void join(Thread t) {
    try {
      t.join();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
