package dev.bide.resp;

import static dev.bide.Async.all;
import static dev.bide.Async.async;
import static dev.bide.Async.scope;
import static dev.bide.Async.sleep;
import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.Scope;
import dev.bide.TimedOutException;
import dev.bide.io.AsyncBufRead;
import dev.bide.io.Pipe;
import dev.bide.resp.RespValue.Array;
import dev.bide.resp.RespValue.ErrorString;
import dev.bide.resp.RespValue.IntegerNumber;
import dev.bide.resp.RespValue.MapValue;
import dev.bide.testing.TestRuntime;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Client and server over a pipe, on a runtime that confines tasks and on one that moves them. */
class RespTest {
  enum Kind {
    CONFINED,
    MIGRATING
  }

  private TestRuntime runtime = TestRuntime.confined();

  private void on(Kind kind) {
    runtime = kind == Kind.CONFINED ? TestRuntime.confined() : TestRuntime.migrating(3);
  }

  @AfterEach
  void nothingIsLeft() {
    assertThat(runtime.failures()).isEmpty();
    assertThat(runtime.liveTasks()).isEmpty();
  }

  private interface Session {
    Async<?, IOException> with(RespClient client);
  }

  /** Runs a session with a client of a fresh server. */
  private void session(Session session) throws IOException {
    runtime.<IOException>run(() -> {
      scope(
              (Scope s) -> {
                var tasks = s.spawner(IOException.class);
                var server = RespServer.start(tasks);
                Pipe pipe = Pipe.create(4096);
                var serving =
                    s.spawn(() -> {
                      server.serve(pipe.second()).await();
                    });
                try (var client = RespClient.over(tasks, pipe.first())) {
                  session.with(client).await();
                }
                serving.await();
              })
          .await();
    });
  }

  @ParameterizedTest
  @EnumSource
  void commands(Kind kind) throws Exception {
    on(kind);
    session(c ->
        async(() -> {
          assertThat(c.ping().await()).isEqualTo("PONG");
          assertThat(c.echo("hällo\r\n").await()).isEqualTo("hällo\r\n");
          assertThat(c.get("k").await()).isNull();
          c.set("k", "v").await();
          assertThat(c.get("k").await()).isEqualTo("v");
          assertThat(c.incr("n").await()).isEqualTo(1);
          assertThat(c.incr("n").await()).isEqualTo(2);
          assertThat(c.mget("k", "none", "n").await()).containsExactly("v", null, "2");
          assertThat(c.del("k", "none").await()).isEqualTo(1);
          assertThat(c.get("k").await()).isNull();
          byte[] bytes = {0, -1, 13, 10};
          c.set("b", bytes).await();
          assertThat(c.getBytes("b").await()).isEqualTo(bytes);
          assertThat(c.getBytes("none").await()).isNull();
        }));
  }

  @Test
  void moreCommands() throws Exception {
    session(c ->
        async(() -> {
          assertThat(c.command("MSET", "a", "1", "b", "2").await()).isEqualTo(RespValue.OK);
          assertThat(c.command("EXISTS", "a", "b", "c").await()).isEqualTo(new IntegerNumber(2));
          assertThat(c.command("DECR", "a").await()).isEqualTo(new IntegerNumber(0));
          assertThat(c.command("INCRBY", "a", "-5").await()).isEqualTo(new IntegerNumber(-5));
          assertThat(c.command("APPEND", "s", "ab").await()).isEqualTo(new IntegerNumber(2));
          assertThat(c.command("APPEND", "s", "c").await()).isEqualTo(new IntegerNumber(3));
          assertThat(c.command("STRLEN", "s").await()).isEqualTo(new IntegerNumber(3));
          assertThat(c.command("SET", "s", "x", "NX").await()).isEqualTo(RespValue.NULL);
          assertThat(c.command("SET", "s", "x", "xx").await()).isEqualTo(RespValue.OK);
          assertThat(c.command("DBSIZE").await()).isEqualTo(new IntegerNumber(3));
          assertThat(c.command("FLUSHALL").await()).isEqualTo(RespValue.OK);
          assertThat(c.command("DBSIZE").await()).isEqualTo(new IntegerNumber(0));
        }));
  }

  @Test
  void errorsAreTheCommandsOwn() throws Exception {
    session(c ->
        async(() -> {
          c.set("k", "v").await();
          try {
            c.incr("k").await();
            assertThat(false).isTrue();
          } catch (RespErrorException e) {
            assertThat(e.code()).isEqualTo("ERR");
            assertThat(e).hasMessage("ERR value is not an integer or out of range");
          }
          assertThat(c.command("NOPE").await())
              .isEqualTo(new ErrorString("ERR unknown command 'NOPE'"));
          assertThat(c.command("GET").await())
              .isEqualTo(new ErrorString("ERR wrong number of arguments for 'get' command"));
          c.set("m", Long.toString(Long.MAX_VALUE)).await();
          assertThat(c.command("INCR", "m").await())
              .isEqualTo(new ErrorString("ERR increment or decrement would overflow"));
          assertThat(c.ping().await()).isEqualTo("PONG");
        }));
  }

  @Test
  void resp3IsSpokenWhenAskedFor() throws Exception {
    session(c ->
        async(() -> {
          assertThat(c.command("HELLO").await()).isInstanceOf(Array.class);
          assertThat(c.command("HELLO", "3").await()).isInstanceOf(MapValue.class);
          assertThat(c.get("none").await()).isNull();
          assertThat(c.command("HELLO", "9").await()).isInstanceOf(ErrorString.class);
        }));
  }

  @ParameterizedTest
  @EnumSource
  void manyTasksShareAConnectionAndEachGetsItsOwnAnswer(Kind kind) throws Exception {
    on(kind);
    session(c ->
        scope((Scope s) -> {
          for (int i = 0; i < 500; i++) {
            int n = i;
            s.spawn(() -> {
              c.set("k" + n, "v" + n).await();
              assertThat(c.get("k" + n).await()).isEqualTo("v" + n);
            });
          }
        }));
  }

  @Test
  void commandsOfOneTaskTravelTogether() throws Exception {
    session(c ->
        async(() -> {
          int before = runtime.turns();
          List<Long> sums =
              all(IntStream.range(0, 100).boxed().toList(), i -> c.incr("n").await()).await();
          assertThat(sums)
              .isEqualTo(IntStream.rangeClosed(1, 100).mapToObj(i -> (long) i).toList());
          assertThat(runtime.turns() - before).isLessThan(15);
        }));
  }

  @Test
  void largeValuesPassThroughSmallBuffers() throws Exception {
    String large = "x".repeat(1_000_000);
    session(c ->
        async(() -> {
          c.set("l", large).await();
          assertThat(c.get("l").await()).isEqualTo(large);
        }));
  }

  /** A server that the test plays itself. */
  private interface Play {
    Async<?, IOException> play(RespClient client, Pipe.End server, AsyncBufRead in);
  }

  private void play(Play play) throws IOException {
    runtime.<IOException>run(() -> {
      scope(
              (Scope s) -> {
                Pipe pipe = Pipe.create();
                var in = pipe.second().buffered();
                try (var client = RespClient.over(s.spawner(IOException.class), pipe.first())) {
                  play.play(client, pipe.second(), in).await();
                }
              })
          .await();
    });
  }

  @Test
  void cancellingOneCommandDoesNotDisturbTheOthers() throws Exception {
    play((client, server, in) ->
        scope((Scope s) -> {
          var first = s.start(() -> client.echo("1").await());
          var second = s.start(() -> client.echo("2").await());
          var third = s.start(() -> client.echo("3").await());
          for (int i = 0; i < 15; i++) { // three commands of five lines
            in.readLine().await();
          }
          second.cancel();
          second.ended().await();
          server.writeAll("+1\r\n+2\r\n+3\r\n").await();
          assertThat(first.await()).isEqualTo("1");
          assertThat(third.await()).isEqualTo("3");
        }));
  }

  @Test
  void aCommandThatTimedOutLeavesTheConnectionInOrder() throws Exception {
    play((client, server, in) ->
        async(() -> {
          assertThatThrownByAwait(
                  client.echo("late").timeout(Duration.ofSeconds(1)), TimedOutException.class)
              .await();
          server.writeAll("+late\r\n").await();
          var answer =
              Async.join(
                      client.echo("next"),
                      async(() -> {
                        for (int i = 0; i < 10; i++) {
                          in.readLine().await();
                        }
                        server.writeAll("+next\r\n").await();
                        return 0;
                      }))
                  .await();
          assertThat(answer.first()).isEqualTo("next");
        }));
  }

  private static Async<Throwable, RuntimeException> assertThatThrownByAwait(
      Async<?, ?> a, Class<? extends Throwable> kind) {
    return async(() -> {
      try {
        a.await();
      } catch (Exception e) {
        assertThat(e).isInstanceOf(kind);
        return e;
      }
      throw new AssertionError("nothing was thrown");
    });
  }

  @Test
  void aServerThatHangsUpFailsAllThatWaitWithTheReason() throws Exception {
    play((client, server, in) ->
        scope((Scope s) -> {
          List<Throwable> failures = new ArrayList<>();
          for (int i = 0; i < 3; i++) {
            s.start(() -> {
              failures.add(assertThatThrownByAwait(client.ping(), IOException.class).await());
            });
          }
          in.readLine().await();
          server.closeAsync().await();
          sleep(Duration.ofSeconds(1)).await();
          assertThat(failures).hasSize(3);
          assertThat(failures).doesNotHaveDuplicates();
          Throwable later = assertThatThrownByAwait(client.ping(), IOException.class).await();
          assertThat(later.getMessage()).isEqualTo(failures.get(0).getMessage());
        }));
  }

  @Test
  void aServerThatSpeaksSomethingElseIsRefused() throws Exception {
    play((client, server, in) ->
        async(() -> {
          server.writeAll("HTTP/1.1 400 Bad Request\r\n\r\n").await();
          Throwable t = assertThatThrownByAwait(client.ping(), IOException.class).await();
          assertThat(t).hasMessage("no value begins with 'H'");
          assertThat(t.getCause()).isInstanceOf(RespProtocolException.class);
        }));
  }

  @Test
  void closingTheClientFailsWhatWaits() throws Exception {
    play((client, server, in) ->
        scope((Scope s) -> {
          var ping =
              s.start(() -> assertThatThrownByAwait(client.ping(), IOException.class).await());
          in.readLine().await();
          client.closeAsync().await();
          assertThat(ping.await()).hasMessage("the client was closed");
          in.readLine().await();
          in.readLine().await();
          assertThat(in.readLine().await()).isNull();
        }));
  }

  /** What the server answers to bytes that need not be a client's. */
  private String raw(RespLimits limits, String... pieces) throws IOException {
    return runtime.<String, IOException>run(() ->
        scope(
                (Scope s) -> {
                  var server = RespServer.start(s.spawner(IOException.class), limits);
                  Pipe pipe = Pipe.create();
                  s.spawn(() -> {
                    server.serve(pipe.second()).await();
                  });
                  for (String piece : pieces) {
                    pipe.first().writeAll(piece).await();
                    sleep(Duration.ofMillis(1)).await();
                  }
                  pipe.first().shutdownOutput().await();
                  return new String(pipe.first().readAllBytes().await(), StandardCharsets.UTF_8);
                })
            .await());
  }

  @Test
  void theServerAnswersWhatCameBeforeAProtocolErrorAndHangsUp() throws Exception {
    assertThat(raw(RespLimits.DEFAULT, "PING\r\n*1\r\n:1\r\nPING\r\n"))
        .isEqualTo("+PONG\r\n-ERR Protocol error: expected a bulk string, got a IntegerNumber\r\n");
  }

  @Test
  void theServerKeepsToItsLimits() throws Exception {
    assertThat(raw(RespLimits.DEFAULT.withBulk(10), "*2\r\n$4\r\nECHO\r\n$11\r\n"))
        .isEqualTo("-ERR Protocol error: a string of 11 bytes; at most 10 are allowed\r\n");
    assertThat(raw(RespLimits.DEFAULT.withItems(2), "*3\r\n"))
        .isEqualTo("-ERR Protocol error: a collection of 3 items; at most 2 are allowed\r\n");
  }

  @Test
  void theServerTakesCommandsInPiecesAndInlineOnes() throws Exception {
    assertThat(
            raw(
                RespLimits.DEFAULT,
                "SET a ",
                "1\r\n*0\r\nINC",
                "R a\r\n\r\nGET a\nQUIT\r\nPING\r\n"))
        .isEqualTo("+OK\r\n:2\r\n$1\r\n2\r\n+OK\r\n");
  }
}
