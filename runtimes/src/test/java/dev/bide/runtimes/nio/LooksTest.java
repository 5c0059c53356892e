package dev.bide.runtimes.nio;

import static dev.bide.Async.async;
import static dev.bide.Async.scope;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.Scope;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpStream;
import dev.bide.runtimes.LocalRuntime;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** How often the loop asks the selector. */
class LooksTest {
  /** More than the turns after which the loop looks at other things. */
  private static final int CONNECTIONS = 150;

  private final List<Long> looks = new ArrayList<>();

  /**
   * A selector reports each socket that has not been read yet again and again, so asking it before
   * all who were woken have had their turn costs much and says nothing new.
   */
  @Test
  void whoeverWasReadyHasHadATurnBeforeTheSelectorIsAskedAgain() throws IOException {
    try (LocalRuntime rt = new LocalRuntime();
        Selector all = Selector.open()) {
      rt.run(() -> {
        try (TcpListener listener = TcpListener.bind("127.0.0.1", 0).await()) {
          readers(listener, all).await();
        }
      });
    }
    assertThat(looks).hasSize(CONNECTIONS);
    assertThat(looks.stream().distinct()).hasSize(1);
  }

  private Async<@Nullable Void, IOException> readers(TcpListener listener, Selector all) {
    return scope((Scope s) -> {
      List<TcpStream> clients = new ArrayList<>();
      for (int i = 0; i < CONNECTIONS; i++) {
        clients.add(TcpStream.connect("127.0.0.1", listener.port()).await());
        NioStream server = (NioStream) listener.accept().await();
        server.socket().register(all, SelectionKey.OP_READ);
        s.spawn(reader(server));
      }
      for (TcpStream client : clients) {
        client.writeAll(ByteBuffer.allocate(1)).await();
      }
      waitUntilReadable(all); // in this turn
    });
  }

  private static void waitUntilReadable(Selector all) throws IOException {
    while (all.selectedKeys().size() < all.keys().size()) {
      all.select();
    }
  }

  private Async<@Nullable Void, IOException> reader(NioStream from) {
    return async(() -> {
      from.read(ByteBuffer.allocate(1)).await();
      looks.add(from.nio().looks()); // the runtime's closing closes it: that asks the selector too
    });
  }
}
