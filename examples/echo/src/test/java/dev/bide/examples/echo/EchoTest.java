package dev.bide.examples.echo;

import static dev.bide.Async.all;
import static dev.bide.Async.async;
import static dev.bide.Async.scope;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.Scope;
import dev.bide.net.TcpListener;
import dev.bide.runtimes.LocalRuntime;
import java.io.IOException;
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
