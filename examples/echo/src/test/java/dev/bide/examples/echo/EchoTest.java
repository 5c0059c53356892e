package dev.bide.examples.echo;

import static dev.bide.Async.all;
import static dev.bide.Async.async;
import static dev.bide.Async.scope;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.Scope;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpStream;
import dev.bide.runtimes.LocalRuntime;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class EchoTest {
  @Test
  void answersManyClientsAtOnce() throws IOException {
    List<String> texts = IntStream.range(0, 100).mapToObj(i -> "text " + i).toList();
    assertThat(withServer(texts)).isEqualTo(texts);
  }

  @Test
  void takesATextThatIsLongerThanAllBuffers() throws IOException {
    // Neither side may wait to have all written before it reads.
    List<String> text = List.of("echo ".repeat(5_000_000));
    assertThat(withServer(text)).isEqualTo(text);
  }

  @Test
  void closesItsConnectionsWhenItIsCancelled() throws IOException {
    try (var runtime = new LocalRuntime()) {
      runtime.run(() -> {
        try (var listener = TcpListener.bind("localhost", 0).await()) {
          var connection =
              scope((Scope s) -> {
                s.background(() -> EchoServer.serve(listener).await());
                var client = TcpStream.connect("localhost", listener.port()).await();
                client.writeAll("hello").await();
                assertThat(client.buffered().readExactly(5).await()).asString().isEqualTo("hello");
                return client;
              });
          try (var client = connection.await()) {
            assertThat(client.readAllBytes().await()).isEmpty();
          }
        }
      });
    }
  }

  @Test
  void aClientThatBreaksOffHarmsNobodyElse() throws IOException {
    var failures = new ArrayList<Throwable>();
    try (var runtime = LocalRuntime.builder().onFailure((r, w, e) -> failures.add(e)).build()) {
      var answer =
          runtime.run(() -> {
            try (var listener = TcpListener.bind("localhost", 0).await()) {
              reset(listener.port());
              return scope(
                      (Scope s) -> {
                        s.background(() -> EchoServer.serve(listener).await());
                        return EchoClient.say("localhost", listener.port(), "hello").await();
                      })
                  .await();
            }
          });
      assertThat(answer).isEqualTo("hello");
    }
    assertThat(failures).singleElement().isExactlyInstanceOf(SocketException.class);
  }

  /** Connects and ends the connection with a reset. */
  private static void reset(int port) throws IOException {
    try (var socket = new Socket("localhost", port)) {
      socket.setSoLinger(true, 0);
    }
  }

  /** Starts a server, says each text to it, and ends the server. */
  private static List<String> withServer(List<String> texts) throws IOException {
    try (var runtime = new LocalRuntime()) {
      return runtime.run(() -> sayAll(texts).await());
    }
  }

  private static Async<List<String>, IOException> sayAll(List<String> texts) {
    return async(() -> {
      try (var listener = TcpListener.bind("localhost", 0).await()) {
        return scope(
                (Scope s) -> {
                  s.background(() -> EchoServer.serve(listener).await());
                  return all(texts, it -> EchoClient.say("localhost", listener.port(), it).await())
                      .await();
                })
            .await();
      }
    });
  }
}
