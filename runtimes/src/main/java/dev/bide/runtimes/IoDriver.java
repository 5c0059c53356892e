package dev.bide.runtimes;

import dev.bide.runtimes.epoll.EpollDriver;
import dev.bide.runtimes.nio.NioDriver;
import dev.bide.runtimes.sockets.Loop;
import dev.bide.runtimes.sockets.SocketDriver;
import org.jspecify.annotations.Nullable;

/**
 * What a runtime's sockets are driven by. The same programs run on each, with the same results and
 * exceptions.
 *
 * <pre>{@code
 * try (var rt = LocalRuntime.builder().io(IoDriver.EPOLL).build()) {
 *   rt.run(() -> serve(8080).await());
 * }
 * }</pre>
 */
public enum IoDriver {
  /** The JDK's selector: on every system, and nothing has to be allowed. */
  NIO {
    @Override
    SocketDriver open(Loop loop) {
      return new NioDriver(loop);
    }

    @Override
    @Nullable String whyNot() {
      return null;
    }
  },

  /**
   * Linux's epoll, on x86-64 and aarch64. For servers with many connections: a task that waits on
   * one takes a quarter of the memory, 222 bytes in place of 930, and no number of them that are
   * ready allocates anything. A program that uses it starts some 0.1 s later, since the JDK has to
   * set up its calls of native functions.
   *
   * <p>These calls are restricted: the JVM wants {@code --enable-native-access=dev.bide.runtimes},
   * or {@code ALL-UNNAMED} on the class path (in a jar's manifest {@code Enable-Native-Access:
   * ALL-UNNAMED}). Without it JDK 25 warns once and goes on.
   */
  EPOLL {
    @Override
    SocketDriver open(Loop loop) {
      return new EpollDriver(loop);
    }

    @Override
    @Nullable String whyNot() {
      return EpollDriver.whyNot();
    }
  };

  abstract SocketDriver open(Loop loop);

  abstract @Nullable String whyNot();

  /**
   * Whether it can be used here: on this system, with what this JVM allows. Where not, {@link
   * LocalRuntime.Builder#build} says why.
   */
  public boolean isAvailable() {
    return whyNot() == null;
  }
}
