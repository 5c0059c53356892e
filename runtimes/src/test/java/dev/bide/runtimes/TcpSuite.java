package dev.bide.runtimes;

import static dev.bide.Async.async;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.bide.Async;
import dev.bide.Blocking;
import dev.bide.Scope;
import dev.bide.Task;
import dev.bide.TimedOutException;
import dev.bide.net.Endpoint;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpOptions;
import dev.bide.net.TcpStream;
import dev.bide.runtime.BlockingWork;
import java.io.IOException;
import java.net.BindException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Over loopback. Every test ends with no socket open. */
abstract class TcpSuite {
  /** A label is longer than DNS has them, so that no server is asked, which may take its time. */
  private static final String NOWHERE = "no-such-host-" + "x".repeat(60) + ".invalid";

  private static final String HERE = "127.0.0.1";
  private static final InetAddress LOOPBACK = InetAddress.ofLiteral(HERE);

  private final Recorder failures = new Recorder();
  private final LocalRuntime rt = builder().name("test").onFailure(failures).build();

  /** With the driver that is tested. */
  abstract LocalRuntime.Builder builder();

  @AfterEach
  void nothingLeaks() {
    assertThat(rt.openSockets()).isZero();
    rt.close();
    assertThat(failures.reports).isEmpty();
  }

  private static Async<Integer, IOException> echo(TcpStream stream) {
    return async(() -> {
      try (stream) {
        ByteBuffer b = ByteBuffer.allocate(1024);
        int sum = 0;
        for (int n = stream.read(b).await(); n >= 0; n = stream.read(b).await()) {
          b.flip();
          while (b.hasRemaining()) {
            sum += stream.write(b).await();
          }
          b.clear();
        }
        return sum;
      }
    });
  }

  private static Async<byte[], IOException> exactly(TcpStream stream, int n) {
    return async(() -> {
      ByteBuffer b = ByteBuffer.allocate(n);
      while (b.hasRemaining()) {
        if (stream.read(b).await() < 0) {
          throw new IOException("ended after " + b.position() + " bytes");
        }
      }
      return b.array();
    });
  }

  private static Async<Integer, IOException> writeAll(TcpStream stream, byte[] bytes) {
    return async(() -> {
      ByteBuffer b = ByteBuffer.wrap(bytes);
      int writes = 0;
      while (b.hasRemaining()) {
        stream.write(b).await();
        writes++;
      }
      return writes;
    });
  }

  @Test
  void anEchoComesBackAndTheEndOfTheStreamToo() throws IOException {
    int echoed =
        rt.run(() ->
            Async.<Integer, IOException>scope(
                    (Scope s) -> {
                      try (TcpListener listener = TcpListener.bind(HERE, 0).await()) {
                        Task<Integer, IOException> server =
                            s.spawn(() -> echo(listener.accept().await()).await());
                        try (TcpStream c = TcpStream.connect(HERE, listener.port()).await()) {
                          assertThat(c.remote()).isEqualTo(listener.local());
                          assertThat(c.local().host()).isEqualTo(HERE);
                          assertThat(rt.openSockets()).isGreaterThanOrEqualTo(2);
                          writeAll(c, "hello".getBytes(UTF_8)).await();
                          assertThat(exactly(c, 5).await()).isEqualTo("hello".getBytes(UTF_8));
                          c.shutdownOutput().await();
                          assertThat((int) c.read(ByteBuffer.allocate(1)).await()).isEqualTo(-1);
                        }
                        return server.await();
                      }
                    })
                .await());
    assertThat(echoed).isEqualTo(5);
  }

  @Test
  void aHostNameIsResolved() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 50, InetAddress.getByName("localhost"))) {
      rt.run(() -> {
        // In capitals, since what is written like this is known without being resolved.
        try (TcpStream c = TcpStream.connect("LOCALHOST", server.getLocalPort()).await()) {
          assertThat(c.remote().port()).isEqualTo(server.getLocalPort());
        }
      });
    }
  }

  @Test
  void anUnknownHostIsAnUnknownHostException() {
    assertThatThrownBy(() -> rt.run(TcpStream.connect(NOWHERE, 80)))
        .isInstanceOf(UnknownHostException.class)
        .hasMessageContaining(NOWHERE);
    assertThatThrownBy(() -> rt.run(TcpListener.bind(NOWHERE, 0)))
        .isInstanceOf(UnknownHostException.class);
  }

  @Test
  void aClosedPortRefuses() throws IOException {
    int port = freePort();
    assertThatThrownBy(() -> rt.run(TcpStream.connect(HERE, port)))
        .isInstanceOf(ConnectException.class)
        .hasMessage("Connection refused");
  }

  private static int freePort() throws IOException {
    try (ServerSocket s = new ServerSocket(0, 1, LOOPBACK)) {
      return s.getLocalPort();
    }
  }

  @Test
  void aPortInUseIsABindException() throws IOException {
    try (ServerSocket taken = new ServerSocket(0, 1, LOOPBACK)) {
      assertThatThrownBy(() -> rt.run(TcpListener.bind(HERE, taken.getLocalPort())))
          .isInstanceOf(BindException.class)
          .hasMessage("Address already in use");
    }
  }

  @Test
  void aPortOutOfRangeIsRefusedAtOnce() {
    assertThatThrownBy(() -> rt.run(TcpStream.connect(HERE, 65536)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("65536");
  }

  @Test
  @SuppressWarnings("bide:blocking-call") // the peer has connected before
  void aResetIsASocketException() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      assertThatThrownBy(() ->
              rt.run(() -> {
                try (TcpStream c = TcpStream.connect(HERE, server.getLocalPort()).await()) {
                  try (Socket other = server.accept()) {
                    other.setSoLinger(true, 0); // its close is a reset
                  }
                  c.read(ByteBuffer.allocate(1)).await();
                }
              }))
          .isInstanceOf(SocketException.class)
          .hasMessageContaining("Connection reset");
    }
  }

  @Test
  @SuppressWarnings("bide:blocking-call") // the peer has connected before
  void writingToAConnectionThatIsGoneIsASocketException() throws IOException {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      assertThatThrownBy(() ->
              rt.run(() -> {
                try (TcpStream c = TcpStream.connect(HERE, server.getLocalPort()).await()) {
                  try (Socket other = server.accept()) {
                    other.setSoLinger(true, 0);
                  }
                  while (true) {
                    c.write(ByteBuffer.allocate(100)).await();
                  }
                }
              }))
          .isInstanceOf(SocketException.class)
          .hasMessageMatching("Broken pipe|Connection reset.*");
    }
  }

  @Test
  void aSlowReaderHoldsTheWriterUpAndNothingIsLost() throws IOException {
    byte[] bytes = new byte[8 << 20];
    for (int i = 0; i < bytes.length; i++) {
      bytes[i] = (byte) (i * 31 + (i >> 10));
    }
    TcpOptions small = TcpOptions.DEFAULT.withBuffers(8 * 1024, 8 * 1024);
    rt.run(() -> {
      try (TcpListener listener = TcpListener.bind(HERE, 0, small).await();
          TcpStream c = TcpStream.connect(HERE, listener.port(), small).await();
          TcpStream s = listener.accept().await()) {
        var both = Async.join(writeAll(s, bytes), exactly(c, bytes.length)).await();
        assertThat(both.first()).isGreaterThan(100);
        assertThat(both.second()).isEqualTo(bytes);
      }
    });
  }

  @Test
  void directBuffersDoAsWell() throws IOException {
    rt.run(() -> {
      try (TcpListener listener = TcpListener.bind(HERE, 0).await();
          TcpStream c = TcpStream.connect(HERE, listener.port()).await();
          TcpStream s = listener.accept().await()) {
        ByteBuffer out = ByteBuffer.allocateDirect(3).put(new byte[] {1, 2, 3}).flip();
        assertThat((int) c.write(out).await()).isEqualTo(3);
        ByteBuffer in = ByteBuffer.allocateDirect(10);
        assertThat((int) s.read(in).await()).isEqualTo(3);
        assertThat(in.flip()).isEqualTo(ByteBuffer.wrap(new byte[] {1, 2, 3}));
        assertThat((int) s.read(ByteBuffer.allocate(0)).await()).isZero();
      }
    });
  }

  @Test
  void aSecondReadOrAcceptIsRefusedAndTheFirstGoesOn() throws IOException {
    rt.run(() -> {
      try (TcpListener listener = TcpListener.bind(HERE, 0).await();
          TcpStream c = TcpStream.connect(HERE, listener.port()).await();
          TcpStream s = listener.accept().await()) {
        Async.<IOException>scope(
                (Scope scope) -> {
                  Task<Integer, IOException> first =
                      scope.start(() -> s.read(ByteBuffer.allocate(1)).await());
                  Task<TcpStream, IOException> accept =
                      scope.start(() -> listener.accept().await());
                  Task.yield().await();
                  String refused = "";
                  try {
                    s.read(ByteBuffer.allocate(1)).await();
                  } catch (IllegalStateException e) {
                    refused = e.getMessage();
                  }
                  assertThat(refused).contains("another read is pending on connection");
                  try {
                    listener.accept().await();
                  } catch (IllegalStateException e) {
                    refused = e.getMessage();
                  }
                  assertThat(refused).contains("another accept is pending on listener");
                  c.write(ByteBuffer.allocate(1)).await();
                  assertThat((int) first.await()).isEqualTo(1);
                  accept.cancel();
                  accept.ended().await();
                })
            .await();
      }
    });
  }

  @Test
  void aCancelledReadTakesNothing() throws IOException {
    rt.run(() -> {
      try (TcpListener listener = TcpListener.bind(HERE, 0).await();
          TcpStream c = TcpStream.connect(HERE, listener.port()).await();
          TcpStream s = listener.accept().await()) {
        Async.<IOException>scope(
                (Scope scope) -> {
                  Task<Integer, IOException> read =
                      scope.start(() -> s.read(ByteBuffer.allocate(1)).await());
                  Task.yield().await();
                  read.cancel();
                  c.write(ByteBuffer.wrap(new byte[] {7})).await();
                  read.ended().await();
                })
            .await();
        assertThat(exactly(s, 1).await()).containsExactly(7);
      }
    });
  }

  @Test
  void aCancelledAcceptLeavesTheConnectionInTheBacklog() throws IOException {
    rt.run(() -> {
      try (TcpListener listener = TcpListener.bind(HERE, 0).await()) {
        Async.<IOException>scope(
                (Scope scope) -> {
                  Task<TcpStream, IOException> accept =
                      scope.start(() -> listener.accept().await());
                  Task.yield().await();
                  accept.cancel();
                  accept.ended().await();
                })
            .await();
        try (TcpStream c = TcpStream.connect(HERE, listener.port()).await();
            TcpStream s = listener.accept().await()) {
          assertThat(s.remote()).isEqualTo(c.local());
        }
      }
    });
  }

  @Test
  void aCancelledConnectClosesItsSocket() throws IOException {
    // A full backlog leaves a further connect waiting.
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      List<SocketChannel> fill = new ArrayList<>();
      try {
        fillBacklog(server, fill);
        rt.run(() -> {
          Async.<IOException>scope(
                  (Scope scope) -> {
                    Task<TcpStream, IOException> connect =
                        scope.start(() -> TcpStream.connect(HERE, server.getLocalPort()).await());
                    Task.yield().await();
                    assertThat(rt.openSockets()).isEqualTo(1);
                    assertThat(connect.isEnded()).isFalse();
                    connect.cancel();
                    connect.ended().await();
                    assertThat(rt.openSockets()).isZero();
                  })
              .await();
        });
      } finally {
        for (SocketChannel c : fill) {
          c.close();
        }
      }
    }
  }

  /** Until one is left waiting: how many the system takes beyond the backlog is its own affair. */
  private static void fillBacklog(ServerSocket server, List<SocketChannel> fill)
      throws IOException {
    for (int waiting = 0; waiting < 2; ) {
      SocketChannel c = SocketChannel.open();
      fill.add(c);
      c.configureBlocking(false);
      if (!c.connect(new InetSocketAddress(LOOPBACK, server.getLocalPort()))
          && !c.finishConnect()) {
        waiting++;
      }
      if (fill.size() > 100) {
        throw new AssertionError("the backlog takes all");
      }
    }
  }

  @Test
  void aConnectionThatOneTaskClosesFailsTheReadOfAnother() throws IOException {
    rt.run(() -> {
      try (TcpListener listener = TcpListener.bind(HERE, 0).await();
          TcpStream c = TcpStream.connect(HERE, listener.port()).await();
          TcpStream s = listener.accept().await()) {
        String message =
            Async.<String, IOException>scope(
                    (Scope scope) -> {
                      Task<String, RuntimeException> read =
                          scope.start(() -> {
                            try {
                              s.read(ByteBuffer.allocate(1)).await();
                              return "no exception";
                            } catch (SocketException e) {
                              return String.valueOf(e.getMessage());
                            } catch (IOException e) {
                              return "wrong kind " + e;
                            }
                          });
                      Task.yield().await();
                      s.closeAsync().await();
                      return read.await();
                    })
                .await();
        assertThat(message).isEqualTo("Socket closed");
        assertThat((int) c.read(ByteBuffer.allocate(1)).await()).isEqualTo(-1);
        assertThat(rt.openSockets()).isEqualTo(2);
      }
    });
  }

  @Test
  void aClosedListenerRefusesAndItsPortIsFreeAtOnce() throws IOException {
    rt.run(() -> {
      TcpListener first = TcpListener.bind(HERE, 0).await();
      int port = first.port();
      Async.<IOException>scope(
              (Scope scope) -> {
                Task<TcpStream, IOException> accept = scope.start(() -> first.accept().await());
                Task.yield().await();
                accept.cancel();
              })
          .await();
      first.closeAsync().await();
      first.closeAsync().await();
      String message = "";
      try {
        first.accept().await();
      } catch (SocketException e) {
        message = e.getMessage();
      }
      assertThat(message).isEqualTo("Socket closed");
      try (TcpListener second = TcpListener.bind(HERE, port).await()) {
        assertThat(second.local()).isEqualTo(new Endpoint(HERE, port));
      }
    });
  }

  @Test
  @SuppressWarnings("bide:blocking-call") // the thread ends by itself
  void plainCodeClosesAtOnceBetweenRunsAndFromOtherThreads() throws Exception {
    TcpListener listener = rt.run(TcpListener.bind(HERE, 0));
    listener.close();
    assertThat(rt.openSockets()).isZero();
    TcpListener other = rt.run(TcpListener.bind(HERE, listener.port()));
    assertThatThrownBy(() ->
            rt.run(() -> {
              Thread t = Thread.ofPlatform().start(other::close);
              try {
                other.accept().await();
              } finally {
                t.join();
              }
            }))
        .isInstanceOf(SocketException.class)
        .hasMessage("Socket closed");
  }

  @Test
  void anotherRuntimesTaskIsRefused() throws IOException {
    TcpListener listener = rt.run(TcpListener.bind(HERE, 0));
    try (LocalRuntime other = builder().name("other").build()) {
      assertThatThrownBy(() -> other.run(listener.accept()))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining("'test'")
          .hasMessageContaining("'other'");
    }
    listener.close();
  }

  @Test
  void closingTheRuntimeClosesWhatIsOpen() throws IOException {
    LocalRuntime shortLived = builder().build();
    TcpListener listener = shortLived.run(TcpListener.bind(HERE, 0));
    assertThat(shortLived.openSockets()).isEqualTo(1);
    shortLived.close();
    assertThat(shortLived.openSockets()).isZero();
    listener.close();
    new ServerSocket(listener.port(), 1, LOOPBACK).close();
  }

  /** Resolves every name to the same addresses. */
  private static BlockingWork resolvingTo(InetAddress... addresses) {
    return new BlockingWork() {
      @Override
      @SuppressWarnings("unchecked") // only names are asked for
      public <T extends @Nullable Object, X extends Exception> Async<T, X> run(
          Blocking.Call<? extends T, ? extends X> call, boolean abandonOnCancel) {
        return Async.of((T) addresses);
      }
    };
  }

  @Test
  void allAddressesOfAHostAreTriedInOrder() throws IOException {
    InetAddress other = InetAddress.ofLiteral("127.0.0.2");
    try (ServerSocket server = new ServerSocket(0, 50, LOOPBACK);
        LocalRuntime resolving =
            builder().with(BlockingWork.class, resolvingTo(other, LOOPBACK, other)).build()) {
      Endpoint reached =
          resolving.run(() -> {
            try (TcpStream c = TcpStream.connect("host", server.getLocalPort()).await()) {
              return c.remote();
            }
          });
      assertThat(reached).isEqualTo(new Endpoint(HERE, server.getLocalPort()));
      assertThat(resolving.openSockets()).isZero();
    }
  }

  @Test
  void localhostIsTheLoopbackAddressWithoutALookUp() throws IOException {
    BlockingWork none =
        new BlockingWork() {
          @Override
          public <T extends @Nullable Object, X extends Exception> Async<T, X> run(
              Blocking.Call<? extends T, ? extends X> call, boolean abandonOnCancel) {
            throw new AssertionError("looked up");
          }
        };
    try (LocalRuntime resolving = builder().with(BlockingWork.class, none).build()) {
      resolving.run(() -> {
        try (TcpListener listener = TcpListener.bind("localhost", 0).await();
            TcpStream c = TcpStream.connect("localhost", listener.port()).await()) {
          assertThat(c.remote()).isEqualTo(new Endpoint(HERE, listener.port()));
        }
      });
    }
  }

  @Test
  void localhostIsLookedUpWhereNobodyListensAtTheLoopbackAddress() throws IOException {
    InetAddress other = InetAddress.ofLiteral("127.0.0.2");
    try (ServerSocket server = new ServerSocket(0, 50, other);
        LocalRuntime resolving =
            builder().with(BlockingWork.class, resolvingTo(LOOPBACK, other)).build()) {
      int port = server.getLocalPort();
      Endpoint reached =
          resolving.run(() -> {
            try (TcpStream c = TcpStream.connect("localhost", port).await()) {
              return c.remote();
            }
          });
      assertThat(reached).isEqualTo(new Endpoint("127.0.0.2", port));
      assertThat(resolving.openSockets()).isZero();
    }
  }

  @Test
  void whenNoAddressAcceptsTheLastFailureHasTheOthersSuppressed() throws IOException {
    int port = freePort();
    InetAddress other = InetAddress.ofLiteral("127.0.0.2");
    try (LocalRuntime resolving =
        builder().with(BlockingWork.class, resolvingTo(other, LOOPBACK, other)).build()) {
      assertThatThrownBy(() -> resolving.run(TcpStream.connect("host", port)))
          .isInstanceOf(ConnectException.class)
          .satisfies(e -> assertThat(e.getSuppressed()).hasSize(2));
      assertThat(resolving.openSockets()).isZero();
    }
  }

  @Test
  void aCancelWhileTheNameIsResolvedEndsTheConnectAtOnce() throws Exception {
    CountDownLatch resolves = new CountDownLatch(1);
    CountDownLatch never = new CountDownLatch(1);
    try (BlockingPool pool = new BlockingPool("slow", 1, Duration.ofSeconds(1), failures);
        LocalRuntime resolving =
            builder().with(BlockingWork.class, slow(pool, resolves, never)).build()) {
      resolving.run(() -> {
        Async.<IOException>scope(
                (Scope scope) -> {
                  Task<TcpStream, IOException> connect =
                      scope.start(() -> TcpStream.connect("host", 1).await());
                  while (resolves.getCount() > 0) {
                    Task.yield().await();
                  }
                  connect.cancel();
                  connect.ended().await();
                })
            .await();
      });
    } finally {
      never.countDown();
    }
  }

  /** A resolver that takes its time. */
  private static BlockingWork slow(BlockingPool pool, CountDownLatch begun, CountDownLatch end) {
    return new BlockingWork() {
      @Override
      public <T extends @Nullable Object, X extends Exception> Async<T, X> run(
          Blocking.Call<? extends T, ? extends X> call, boolean abandonOnCancel) {
        return pool.run(
            () -> {
              begun.countDown();
              boolean _ = awaitQuietly(end);
              return call.call();
            },
            abandonOnCancel);
      }
    };
  }

  private static boolean awaitQuietly(CountDownLatch latch) {
    try {
      latch.await();
      return true;
    } catch (InterruptedException e) {
      return false;
    }
  }

  @Test
  void writingAfterTheEndWasSentIsRefused() throws IOException {
    rt.run(() -> {
      try (TcpListener listener = TcpListener.bind(HERE, 0).await();
          TcpStream c = TcpStream.connect(HERE, listener.port()).await()) {
        c.shutdownOutput().await();
        String message = "";
        try {
          c.write(ByteBuffer.allocate(1)).await();
        } catch (SocketException e) {
          message = e.getMessage();
        }
        assertThat(message).isEqualTo("Socket output is shutdown");
      }
    });
  }

  /** As the JDK's channels say it. */
  @Test
  void withoutAHostItListensOnAllAddresses() throws IOException {
    String all;
    try (ServerSocketChannel channel = ServerSocketChannel.open()) {
      channel.bind(null);
      all = ((InetSocketAddress) channel.getLocalAddress()).getAddress().getHostAddress();
    }
    rt.run(() -> {
      try (TcpListener listener = TcpListener.bind(0).await();
          TcpStream c = TcpStream.connect(HERE, listener.port()).await();
          TcpStream s = listener.accept().await()) {
        assertThat(listener.local()).isEqualTo(new Endpoint(all, listener.port()));
        assertThat(s.local()).isEqualTo(new Endpoint(HERE, listener.port()));
        assertThat(s.remote()).isEqualTo(c.local());
      }
    });
  }

  @Test
  void addressesOfIpv6AreAddressesToo() throws IOException {
    InetAddress loopback = InetAddress.ofLiteral("::1");
    assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "there is no IPv6 here");
    rt.run(() -> {
      try (TcpListener listener = TcpListener.bind("::1", 0).await();
          TcpStream c = TcpStream.connect("[::1]", listener.port()).await();
          TcpStream s = listener.accept().await()) {
        assertThat(listener.local())
            .isEqualTo(new Endpoint(loopback.getHostAddress(), listener.port()));
        assertThat(c.remote()).isEqualTo(listener.local());
        assertThat(s.local()).isEqualTo(listener.local());
        assertThat(s.remote()).isEqualTo(c.local());
        writeAll(c, new byte[] {1, 2, 3}).await();
        assertThat(exactly(s, 3).await()).containsExactly(1, 2, 3);
      }
    });
  }

  @Test
  void theRemoteAddressIsTheOneThatWasAskedFor() throws IOException {
    assertThat(remoteOf("127.0.0.2", "127.0.0.2")).isEqualTo("127.0.0.2");
    assertThat(remoteOf("0.0.0.0", HERE)).isEqualTo(HERE);
    InetAddress loopback = InetAddress.ofLiteral("::1");
    assumeTrue(NetworkInterface.getByInetAddress(loopback) != null, "there is no IPv6 here");
    assertThat(remoteOf("::", "::1")).isEqualTo(loopback.getHostAddress());
    assertThat(remoteOf("::1%1", "::1")).isEqualTo(loopback.getHostAddress() + "%1");
  }

  private String remoteOf(String host, String listens) throws IOException {
    return rt.run(() -> {
      try (TcpListener listener = TcpListener.bind(listens, 0).await();
          TcpStream c = TcpStream.connect(host, listener.port()).await()) {
        return c.remote().host();
      }
    });
  }

  /** A driver tells of both at once, to a read that then takes less than it could. */
  @Test
  @SuppressWarnings("bide:blocking-call") // the peer has connected before
  void theEndThatComesWithTheLastBytesIsReadAfterThem() throws IOException {
    List<Integer> reads = new ArrayList<>();
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      rt.run(() -> {
        Async.<IOException>scope(
                (Scope scope) -> {
                  TcpStream c = TcpStream.connect(HERE, server.getLocalPort()).await();
                  scope.start(() -> {
                    try (c) {
                      for (int i = 0; i < 3; i++) {
                        reads.add(c.read(ByteBuffer.allocate(100)).await());
                      }
                    }
                  });
                  Task.yield().await(); // it waits now
                  try (Socket other = server.accept()) {
                    other.getOutputStream().write(new byte[3]);
                  }
                })
            .await();
      });
    }
    assertThat(reads).containsExactly(3, -1, -1);
  }

  @Test
  void manyConnectionsAtOnceAllEcho() throws IOException {
    int connections = 200;
    int echoed =
        rt.run(() ->
            Async.<Integer, IOException>scope(
                    (Scope s) -> {
                      List<Task<Integer, IOException>> echoes = new ArrayList<>();
                      try (TcpListener listener = TcpListener.bind(HERE, 0).await()) {
                        for (int i = 0; i < connections; i++) {
                          s.spawn(sayTwice(listener.port()));
                          TcpStream stream = listener.accept().await();
                          echoes.add(s.spawn(echo(stream)));
                        }
                      }
                      int sum = 0;
                      for (Task<Integer, IOException> each : echoes) {
                        sum += each.await();
                      }
                      return sum;
                    })
                .await());
    assertThat(echoed).isEqualTo(connections * 2);
  }

  private static Async<@Nullable Void, IOException> sayTwice(int port) {
    return async(() -> {
      try (TcpStream c = TcpStream.connect(HERE, port).await()) {
        for (byte i = 1; i <= 2; i++) {
          writeAll(c, new byte[] {i}).await();
          assertThat(exactly(c, 1).await()).containsExactly(i);
        }
      }
    });
  }

  /** Does something once this thread waits for the sockets. */
  private static Thread whenItWaits(Runnable then) {
    Thread here = Thread.currentThread();
    return Thread.ofPlatform()
        .start(() -> {
          while (!waits(here)) {
            Thread.onSpinWait();
          }
          then.run();
        });
  }

  private static boolean waits(Thread t) {
    for (StackTraceElement e : t.getStackTrace()) {
      if (e.getClassName().endsWith("Driver") && e.getMethodName().equals("poll")) {
        return true;
      }
    }
    return false;
  }

  @Test
  void anInterruptEndsTheWaitForASocket() throws Exception {
    TcpListener listener = rt.run(TcpListener.bind(HERE, 0));
    Thread here = Thread.currentThread();
    Thread interrupter = whenItWaits(here::interrupt);
    assertThatThrownBy(() -> rt.run(listener.accept())).isInstanceOf(CancellationException.class);
    assertThat(Thread.interrupted()).isTrue();
    interrupter.join();
    listener.close();
  }

  @Test
  void anotherThreadsTaskEndsTheWaitForASocketEachTime() throws Exception {
    for (int i = 0; i < 3; i++) {
      TcpListener listener = rt.run(TcpListener.bind(HERE, 0));
      Thread spawner =
          whenItWaits(() ->
              rt.spawn(() -> {
                listener.closeAsync().await();
              }));
      assertThatThrownBy(() -> rt.run(listener.accept()))
          .isInstanceOf(SocketException.class)
          .hasMessage("Socket closed");
      spawner.join();
    }
  }

  @Test
  void anotherThreadsCloseEndsTheWaitForASocket() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      TcpStream c = rt.run(TcpStream.connect(HERE, server.getLocalPort()));
      Thread closer = whenItWaits(c::close);
      assertThatThrownBy(() -> rt.run(c.read(ByteBuffer.allocate(1))))
          .isInstanceOf(SocketException.class)
          .hasMessage("Socket closed");
      closer.join();
    }
  }

  /** Which is not here to see to it: the other side sees the end at once all the same. */
  @Test
  @SuppressWarnings("bide:blocking-call") // for that
  void anotherThreadsCloseIsSeenWhileTheLoopIsBusy() throws Exception {
    try (ServerSocket server = new ServerSocket(0, 1, LOOPBACK)) {
      rt.run(() -> {
        TcpStream c = TcpStream.connect(HERE, server.getLocalPort()).await();
        try (Socket other = server.accept()) {
          Thread closer = Thread.ofPlatform().start(c::close);
          assertThat(other.getInputStream().read()).isEqualTo(-1);
          closer.join();
          assertThat(rt.openSockets()).isZero();
          String read = "";
          try {
            c.read(ByteBuffer.allocate(1)).await();
          } catch (SocketException e) {
            read = e.getMessage();
          }
          assertThat(read).isEqualTo("Socket closed");
        }
      });
    }
  }

  /** One is due each time when the loop has nothing else to do. */
  @Test
  void timersDoNotKeepTheLoopFromItsSockets() throws IOException {
    rt.run(() -> {
      try (TcpListener listener = TcpListener.bind(HERE, 0).await();
          TcpStream c = TcpStream.connect(HERE, listener.port()).await();
          TcpStream s = listener.accept().await()) {
        Async.<IOException>scope(
                (Scope scope) -> {
                  Task<Integer, IOException> read =
                      scope.start(() -> s.read(ByteBuffer.allocate(1)).await());
                  Task.yield().await(); // it waits now
                  c.write(ByteBuffer.allocate(1)).await();
                  for (int i = 0; i < 1000 && !read.isEnded(); i++) {
                    Async.sleep(Duration.ofNanos(1)).await();
                  }
                  assertThat(read.isEnded()).isTrue();
                })
            .await();
      }
    });
  }

  @Test
  void aTimerEndsTheWaitForASocket() throws IOException {
    rt.run(() -> {
      try (TcpListener listener = TcpListener.bind(HERE, 0).await()) {
        boolean late = false;
        try {
          Async.timeout(Duration.ofMillis(3), listener.accept()).await();
        } catch (TimedOutException e) {
          late = true;
        }
        assertThat(late).isTrue();
      }
    });
  }
}
