package dev.bide.runtimes.epoll;

import static dev.bide.Async.async;
import static java.lang.foreign.ValueLayout.ADDRESS;
import static java.lang.foreign.ValueLayout.JAVA_INT;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.bide.Async;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpOptions;
import dev.bide.net.TcpStream;
import dev.bide.runtimes.IoDriver;
import dev.bide.runtimes.LocalRuntime;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandle;
import java.net.SocketException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the driver does with the system's numbers. */
@EnabledOnOs(value = OS.LINUX, disabledReason = "epoll is Linux's")
class EpollDriverTest {
  private static final String HERE = "127.0.0.1";

  private final List<String> before = numbers();
  private final LocalRuntime rt = LocalRuntime.builder().io(IoDriver.EPOLL).build();

  @AfterEach
  void noNumberIsLeft() {
    rt.close();
    assertThat(numbers()).isEqualTo(before);
  }

  /** What this process has open of what the driver opens. */
  private static List<String> numbers() {
    try (Stream<Path> all = Files.list(Path.of("/proc/self/fd"))) {
      return all.map(EpollDriverTest::target)
          .filter(t -> t.matches("socket:.*|.*\\[event(poll|fd)]"))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String target(Path link) {
    try {
      return Files.readSymbolicLink(link).toString();
    } catch (IOException e) {
      return "closed meanwhile";
    }
  }

  @Test
  void theNumbersAreSeenHere() throws IOException {
    rt.run(() -> {
      try (TcpListener _ = TcpListener.bind(HERE, 0).await()) {
        List<String> now = numbers();
        assertThat(now).hasSize(before.size() + 3);
        assertThat(now).anyMatch(t -> t.startsWith("socket:"));
        assertThat(now).contains("anon_inode:[eventpoll]", "anon_inode:[eventfd]");
      }
      assertThat(numbers()).hasSize(before.size() + 2);
    });
  }

  @Test
  void whatFailsLeavesNoNumber() throws IOException {
    rt.run(() -> {
      try (TcpListener taken = TcpListener.bind(HERE, 0).await()) {
        List<String> now = numbers();
        String why = "";
        try {
          TcpListener.bind(HERE, taken.port()).await();
        } catch (SocketException e) {
          why += e.getMessage();
        }
        int port = taken.port();
        taken.closeAsync().await();
        try {
          TcpStream.connect(HERE, port).await();
        } catch (SocketException e) {
          why += ", " + e.getMessage();
        }
        assertThat(why).isEqualTo("Address already in use, Connection refused");
        assertThat(numbers()).hasSize(now.size() - 1);
      }
    });
  }

  @Test
  void connectionsHaveTheirListenersOptions() throws IOException {
    TcpOptions all = new TcpOptions(true, true, true, 20_000, 30_000, 5);
    TcpOptions none = new TcpOptions(false, false, true, 0, 0, 5);
    assertThat(ofAccepted(all)).startsWith(1, 1).endsWith(40_000, 60_000); // the kernel doubles
    assertThat(ofAccepted(none)).startsWith(0, 0).doesNotContain(40_000, 60_000);
  }

  private List<Integer> ofAccepted(TcpOptions options) throws IOException {
    return rt.run(() -> {
      try (TcpListener listener = TcpListener.bind(HERE, 0, options).await();
          TcpStream _ = TcpStream.connect(HERE, listener.port()).await();
          TcpStream s = listener.accept().await()) {
        int fd = ((EpollStream) s).number();
        return List.of(
            option(fd, Linux.IPPROTO_TCP, Linux.TCP_NODELAY),
            option(fd, Linux.SOL_SOCKET, Linux.SO_KEEPALIVE),
            option(fd, Linux.SOL_SOCKET, Linux.SO_RCVBUF),
            option(fd, Linux.SOL_SOCKET, Linux.SO_SNDBUF));
      }
    });
  }

  @SuppressWarnings("restricted")
  private static int option(int fd, int level, int option) {
    Linker linker = Linker.nativeLinker();
    MethodHandle getsockopt =
        linker.downcallHandle(
            linker.defaultLookup().findOrThrow("getsockopt"),
            FunctionDescriptor.of(JAVA_INT, JAVA_INT, JAVA_INT, JAVA_INT, ADDRESS, ADDRESS));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment value = arena.allocate(JAVA_INT);
      MemorySegment length = arena.allocateFrom(JAVA_INT, Integer.BYTES);
      assertThat((int) getsockopt.invokeExact(fd, level, option, value, length)).isZero();
      return value.get(JAVA_INT, 0);
    } catch (Throwable t) {
      throw new AssertionError(t);
    }
  }

  /** A buffer that the kernel gets as it is: it would write to wherever that is now. */
  @ParameterizedTest
  @ValueSource(ints = {10, 100_000})
  void memoryThatIsFreedIsRefused(int size) throws IOException {
    rt.run(() -> {
      try (TcpListener listener = TcpListener.bind(HERE, 0).await();
          TcpStream c = TcpStream.connect(HERE, listener.port()).await();
          TcpStream s = listener.accept().await()) {
        ByteBuffer freed;
        try (Arena arena = Arena.ofConfined()) {
          freed = arena.allocate(size).asByteBuffer();
          assertThat((int) c.write(freed.duplicate().limit(5)).await()).isEqualTo(5);
        }
        assertThatThrownBy(() -> ((EpollStream) s).receive(freed))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("closed");
        assertThatThrownBy(() -> ((EpollStream) c).send(freed))
            .isInstanceOf(IllegalStateException.class)
            .hasMessageContaining("closed");
      }
    });
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 65_536, 65_537, 1_000_000})
  void directBuffersOfAllSizesAreSentAndReceived(int size) throws IOException {
    rt.run(() -> {
      try (TcpListener listener = TcpListener.bind(HERE, 0).await();
          TcpStream c = TcpStream.connect(HERE, listener.port()).await();
          TcpStream s = listener.accept().await()) {
        ByteBuffer out = ByteBuffer.allocateDirect(size + 7).position(7);
        for (int i = 0; i < size; i++) {
          out.put((byte) (i * 31 + (i >> 10)));
        }
        ByteBuffer in = ByteBuffer.allocateDirect(size + 3).position(3);
        Async.join(c.writeAll(out.position(7).mark()), fill(s, in)).await();
        assertThat(in.position(3)).isEqualTo(out.reset());
      }
    });
  }

  private static Async<@Nullable Void, IOException> fill(TcpStream from, ByteBuffer in) {
    return async(() -> {
      while (in.hasRemaining()) {
        if (from.read(in).await() < 0) {
          throw new IOException("ended");
        }
      }
    });
  }

  @Test
  void aRuntimeThatIsClosedWithSocketsClosesThem() throws IOException {
    try (LocalRuntime other = LocalRuntime.builder().io(IoDriver.EPOLL).build()) {
      other.run(() -> {
        TcpListener listener = TcpListener.bind(HERE, 0).await();
        TcpStream.connect(HERE, listener.port()).await();
        listener.accept().await();
      });
      assertThat(other.openSockets()).isEqualTo(3);
    }
    assertThat(numbers()).isEqualTo(before);
  }

  /** Which may not block its thread, and does not. */
  @Test
  void anotherRuntimesTaskClosesItAtOnceWhereItsOwnIsIdle() throws IOException {
    TcpListener listener = rt.run(TcpListener.bind(HERE, 0));
    int open = numbers().size();
    Runnable close = listener::close;
    try (LocalRuntime other = LocalRuntime.builder().io(IoDriver.EPOLL).build()) {
      other.run(() -> {
        close.run();
        assertThat(numbers()).hasSize(open - 1);
        assertThatThrownBy(() -> rt.run(() -> {})).hasMessageContaining("LocalRuntime.run");
      });
    }
  }
}
