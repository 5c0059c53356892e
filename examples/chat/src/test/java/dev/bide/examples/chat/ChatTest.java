package dev.bide.examples.chat;

import static dev.bide.Async.async;
import static dev.bide.Async.scope;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.AsyncCloseable;
import dev.bide.AsyncConsumer;
import dev.bide.Scope;
import dev.bide.io.AsyncBufRead;
import dev.bide.net.TcpListener;
import dev.bide.net.TcpStream;
import dev.bide.runtimes.LocalRuntime;
import java.io.IOException;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ChatTest {
  @Test
  void tellsEachLineToAllOthers() throws IOException {
    chat(port -> {
      try (var ann = Guest.come(port, "Ann").await();
          var bob = Guest.come(port, "Bob").await()) {
        assertThat(ann.hear().await()).isEqualTo("Bob has come");
        try (var cy = Guest.come(port, "Cy").await()) {
          assertThat(ann.hear().await()).isEqualTo("Cy has come");
          assertThat(bob.hear().await()).isEqualTo("Cy has come");
          bob.say("hello").await();
          assertThat(ann.hear().await()).isEqualTo("Bob: hello");
          assertThat(cy.hear().await()).isEqualTo("Bob: hello");
        }
        assertThat(ann.hear().await()).isEqualTo("Cy has gone");
        assertThat(bob.hear().await()).isEqualTo("Cy has gone");
      }
    });
  }

  @Test
  void refusesASecondGuestOfTheSameName() throws IOException {
    chat(port -> {
      try (var ann = Guest.come(port, "Ann").await();
          var bob = Guest.come(port, "Bob").await()) {
        assertThat(ann.hear().await()).isEqualTo("Bob has come");
        try (var other = Guest.come(port, "Ann").await()) {
          assertThat(other.hear().await()).isEqualTo("there is a Ann already");
          assertThat(other.hear().await()).isNull();
        }
        bob.say("still here").await();
        assertThat(ann.hear().await()).isEqualTo("Bob: still here");
      }
    });
  }

  @Test
  void showsOutWhoDoesNotRead() throws IOException {
    chat(port -> {
      try (var ann = Guest.come(port, "Ann").await();
          var idle = Guest.come(port, "Idle").await()) {
        assertThat(ann.hear().await()).isEqualTo("Idle has come");
        // What fits into no buffer between here and Idle, and then what is kept unread.
        String line = "x".repeat(900);
        Async<@Nullable String, IOException> flood =
            async(() -> {
              while (true) {
                ann.say(line).await();
              }
            });
        String heard = Async.race(ann.hear(), flood).await();
        assertThat(heard).isEqualTo("Idle has gone");
        idle.closeAsync().await();
      }
    });
  }

  /** Runs a server and what its guests do. */
  private static void chat(AsyncConsumer<Integer, IOException> guests) throws IOException {
    try (var runtime = new LocalRuntime()) {
      runtime.run(() -> {
        try (var listener = TcpListener.bind("localhost", 0).await()) {
          scope(
                  (Scope s) -> {
                    s.background(() -> new ChatServer().serve(listener).await());
                    guests.accept(listener.port()).await();
                  })
              .await();
        }
      });
    }
  }

  private record Guest(TcpStream connection, AsyncBufRead in)
      implements AsyncCloseable<IOException> {
    static Async<Guest, IOException> come(int port, String name) {
      return async(() -> {
        var connection = TcpStream.connect("localhost", port).await();
        connection.writeAll(name + "\n").await();
        return new Guest(connection, connection.buffered());
      });
    }

    Async<@Nullable Void, IOException> say(String line) {
      return connection.writeAll(line + "\n");
    }

    Async<@Nullable String, IOException> hear() {
      return in.readLine();
    }

    @Override
    public Async<@Nullable Void, IOException> closeAsync() {
      return connection.closeAsync();
    }
  }
}
