package dev.bide.promises.program;

import static dev.bide.Async.all;
import static dev.bide.Async.scope;

import dev.bide.Async;
import dev.bide.Scope;
import dev.bide.io.AsyncRead;
import dev.bide.io.AsyncWrite;
import dev.bide.io.Pipe;
import dev.bide.resp.RespClient;
import dev.bide.resp.RespServer;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * The program that runs everywhere, from the same class files: a client that pipelines its calls,
 * and a server that answers them.
 */
public final class RespProgram {
  private RespProgram() {}

  /**
   * Client and server over a pipe, for where there are no sockets. Gives the number of right
   * replies; {@code faulty} has one call ask for something else.
   */
  public static Async<Integer, IOException> overPipe(int calls, boolean faulty) {
    return scope((Scope s) -> {
      Pipe pipe = Pipe.create(512); // small, so that both ends have to wait
      RespServer server = RespServer.start(s.spawner(IOException.class));
      s.spawn(() -> {
        server.serve(pipe.second()).await();
      });
      return client(pipe.first(), calls, faulty).await();
    });
  }

  /**
   * Makes all calls at once, over a connection that it closes. Gives the number of right replies.
   */
  public static <C extends AsyncRead & AsyncWrite> Async<Integer, IOException> client(
      C connection, int calls, boolean faulty) {
    return scope((Scope s) -> {
      List<Integer> numbers = new ArrayList<>();
      for (int i = 0; i < calls; i++) {
        numbers.add(i);
      }
      try (RespClient client = RespClient.over(s.spawner(IOException.class), connection)) {
        List<Integer> right =
            all(
                    numbers,
                    (Integer i) -> {
                      String text = "call " + i;
                      String asked = faulty && i == 9 ? "another call" : text;
                      return client.echo(asked).await().equals(text) ? 1 : 0;
                    })
                .await();
        int sum = 0;
        for (int r : right) {
          sum += r;
        }
        return sum;
      }
    });
  }
}
