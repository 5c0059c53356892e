package dev.bide.resp;

import static dev.bide.Async.async;

import dev.bide.Async;
import dev.bide.ChannelClosedException;
import dev.bide.Spawner;
import dev.bide.io.AsyncRead;
import dev.bide.io.AsyncWrite;
import dev.bide.resp.RespValue.Array;
import dev.bide.resp.RespValue.BulkString;
import dev.bide.resp.RespValue.ErrorString;
import dev.bide.sync.AsyncChannel;
import dev.bide.sync.Oneshot;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * A small server that speaks RESP: strings and counters, in memory. Enough for tests,
 * demonstrations and as a pattern.
 *
 * <pre>{@code
 * scope(s -> {
 *   var server = RespServer.start(s.spawner(IOException.class));
 *   try (var listener = TcpListener.bind(6379).await()) {
 *     while (true) {
 *       var connection = listener.accept().await();
 *       s.spawn(() -> { server.serve(connection).await(); });
 *     }
 *   }
 * });
 * }</pre>
 *
 * <p>It knows {@code PING ECHO GET SET DEL EXISTS MGET MSET INCR DECR INCRBY APPEND STRLEN DBSIZE
 * FLUSHALL HELLO QUIT}. Commands that came together are carried out and answered together.
 *
 * <p>The keys and values belong to one task, to which the connections' tasks send their commands:
 * so there is no lock, on whatever runtime, and each command sees all that were before it.
 */
public final class RespServer {
  /** Answers are written when so many bytes have come together, though more commands are there. */
  private static final int ENOUGH = 64 * 1024;

  /** How many commands of one connection are carried out in one go. */
  private static final int BATCH = 256;

  private final AsyncChannel<Batch> batches = AsyncChannel.bounded(64);
  private final RespLimits limits;

  private record Batch(
      List<List<byte[]>> commands, Oneshot<List<RespValue>, RuntimeException> answers) {}

  private RespServer(Spawner<?> tasks, RespLimits limits) {
    this.limits = limits;
    startStore(tasks);
  }

  /**
   * A server without keys.
   *
   * @param tasks where the task with the keys and values runs, in the background
   */
  public static RespServer start(Spawner<?> tasks) {
    return start(tasks, RespLimits.DEFAULT);
  }

  /** The same with limits for what clients may send. */
  public static RespServer start(Spawner<?> tasks, RespLimits limits) {
    return new RespServer(tasks, limits);
  }

  private <X extends Exception> void startStore(Spawner<X> tasks) {
    tasks.background(() -> runStore().await());
  }

  private Async<@Nullable Void, RuntimeException> runStore() {
    return async(() -> {
      RespStore store = new RespStore();
      try {
        for (Batch batch : batches.stream().await()) {
          List<RespValue> answers = new ArrayList<>(batch.commands().size());
          for (List<byte[]> command : batch.commands()) {
            answers.add(store.execute(command));
          }
          batch.answers().complete(answers);
        }
      } finally {
        batches.close();
        Batch left;
        while ((left = batches.tryReceive()) != null) {
          left.answers().fail(new ChannelClosedException());
        }
      }
    });
  }

  /**
   * Serves one connection until its client ends or quits, and closes it. A client that does not
   * speak the protocol is told so and hung up on. Fails with an {@code IOException} when the
   * connection does.
   */
  public <C extends AsyncRead & AsyncWrite> Async<@Nullable Void, IOException> serve(C connection) {
    return serve(connection, connection);
  }

  private Async<@Nullable Void, IOException> serve(AsyncRead in, AsyncWrite out) {
    return async(() -> {
      RespInput input = new RespInput(in, new RespDecoder(limits, true));
      RespEncoder encoder = new RespEncoder();
      try (in) {
        try {
          boolean quit = false;
          RespValue first;
          while (!quit && (first = input.read().await()) != null) {
            quit = answer(first, input, encoder, out).await();
            if (encoder.size() > 0) {
              out.writeAll(encoder.drain()).await();
              out.flush().await();
              encoder.written();
            }
          }
        } catch (RespProtocolException e) {
          encoder.value(new ErrorString("ERR Protocol error: " + e.getMessage()));
          out.writeAll(encoder.drain()).await();
          out.flush().await();
        }
      }
    });
  }

  /** Answers a command and those that have come with it; whether the client has quit. */
  private Async<Boolean, IOException> answer(
      RespValue first, RespInput input, RespEncoder encoder, AsyncWrite out) {
    return async(() -> {
      List<List<byte[]>> commands = new ArrayList<>();
      RespValue value = first;
      try {
        while (value != null) {
          List<byte[]> command = command(value);
          switch (name(command)) {
            case "" -> {} // an empty array is no command
            case "QUIT" -> {
              execute(commands, encoder).await();
              encoder.value(RespValue.OK);
              return true;
            }
            case "HELLO" -> {
              execute(commands, encoder).await();
              commands = new ArrayList<>();
              encoder.value(hello(command, encoder));
            }
            default -> commands.add(command);
          }
          if (commands.size() >= BATCH) {
            execute(commands, encoder).await();
            commands = new ArrayList<>();
          }
          if (encoder.size() >= ENOUGH) {
            out.writeAll(encoder.drain()).await();
            encoder.written();
          }
          value = input.available();
        }
      } catch (RespProtocolException e) { // what came before it is answered before it
        execute(commands, encoder).await();
        throw e;
      }
      execute(commands, encoder).await();
      return false;
    });
  }

  private Async<@Nullable Void, RuntimeException> execute(
      List<List<byte[]>> commands, RespEncoder encoder) {
    return async(() -> {
      if (!commands.isEmpty()) {
        Batch batch = new Batch(commands, Oneshot.create());
        batches.send(batch).await();
        for (RespValue answer : batch.answers().await()) {
          encoder.value(answer);
        }
      }
    });
  }

  private static RespValue hello(List<byte[]> command, RespEncoder encoder) {
    int protocol = encoder.resp3 ? 3 : 2;
    if (command.size() > 1) {
      switch (new String(command.get(1), StandardCharsets.UTF_8)) {
        case "2" -> protocol = 2;
        case "3" -> protocol = 3;
        default -> {
          return new ErrorString("NOPROTO unsupported protocol version");
        }
      }
    }
    if (command.size() > 2) {
      return new ErrorString("ERR syntax error in HELLO");
    }
    encoder.resp3 = protocol == 3;
    return RespStore.hello(protocol);
  }

  private static String name(List<byte[]> command) {
    return command.isEmpty()
        ? ""
        : new String(command.get(0), StandardCharsets.UTF_8).toUpperCase(Locale.ROOT);
  }

  private static List<byte[]> command(RespValue value) throws RespProtocolException {
    if (!(value instanceof Array a)) {
      throw new RespProtocolException(
          "a command is an array of bulk strings, and not a " + value.getClass().getSimpleName());
    }
    List<byte[]> words = new ArrayList<>(a.items().size());
    for (RespValue item : a.items()) {
      if (!(item instanceof BulkString b)) {
        throw new RespProtocolException(
            "expected a bulk string, got a " + item.getClass().getSimpleName());
      }
      words.add(b.bytes());
    }
    return words;
  }
}
