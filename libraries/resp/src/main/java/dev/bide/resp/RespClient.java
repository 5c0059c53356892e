package dev.bide.resp;

import static dev.bide.Async.async;

import dev.bide.Async;
import dev.bide.AsyncCloseable;
import dev.bide.ChannelClosedException;
import dev.bide.Spawner;
import dev.bide.Task;
import dev.bide.io.AsyncRead;
import dev.bide.io.AsyncWrite;
import dev.bide.resp.RespValue.Array;
import dev.bide.resp.RespValue.BulkString;
import dev.bide.resp.RespValue.ErrorString;
import dev.bide.resp.RespValue.IntegerNumber;
import dev.bide.resp.RespValue.Null;
import dev.bide.resp.RespValue.Push;
import dev.bide.resp.RespValue.SimpleString;
import dev.bide.sync.AsyncChannel;
import java.io.EOFException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * A client for servers that speak RESP, such as Redis and Valkey. Any number of tasks may use it at
 * once: their commands travel one behind the other over the one connection, without waiting for
 * each other's answers.
 *
 * <pre>{@code
 * scope(s -> {
 *   try (var connection = TcpStream.connect("localhost", 6379).await();
 *       var client = RespClient.over(s.spawner(IOException.class), connection)) {
 *     client.set("greeting", "hello").await();
 *     return client.get("greeting").await();
 *   }
 * });
 * }</pre>
 *
 * <p>Cancelling one command, or a timeout around it, does not disturb the others: one that was not
 * sent is not sent, the answer to one that was is dropped when it comes. A command that has failed
 * because the connection did may have been carried out or not.
 *
 * <p>Failures: {@link RespErrorException} when the server says no; any other {@code IOException}
 * means that the connection is gone, and all later commands fail with the same reason.
 *
 * <p>Thread rules: may be used by any task of any runtime.
 */
public final class RespClient implements AsyncCloseable<IOException> {
  private static final int BATCH = 256;

  private final AsyncRead in;
  private final AsyncWrite out;
  private final RespInput input;

  /** Not written yet. */
  private final AsyncChannel<Request> requests = AsyncChannel.bounded(BATCH);

  /** Written, or being written, in that order, and not answered. */
  private final AsyncChannel<Request> unanswered = AsyncChannel.unbounded();

  /** Why no more commands are taken. */
  private final AtomicReference<@Nullable IOException> over = new AtomicReference<>();

  private final Task<@Nullable Void, ?> writer;
  private final Task<@Nullable Void, ?> reader;

  private <X extends Exception> RespClient(
      Spawner<X> tasks, AsyncRead in, AsyncWrite out, RespLimits limits) {
    this.in = in;
    this.out = out;
    this.input = new RespInput(in, new RespDecoder(limits, false));
    this.writer = tasks.background(() -> write().await());
    this.reader = tasks.background(() -> read().await());
  }

  /**
   * A client over a connection, which it owns: closing the client closes it.
   *
   * @param tasks where its reader and its writer run, in the background; they fail with nothing
   */
  public static <C extends AsyncRead & AsyncWrite> RespClient over(Spawner<?> tasks, C connection) {
    return over(tasks, connection, RespLimits.DEFAULT);
  }

  /** The same with limits for what the server may send. */
  public static <C extends AsyncRead & AsyncWrite> RespClient over(
      Spawner<?> tasks, C connection, RespLimits limits) {
    return new RespClient(tasks, connection, connection, limits);
  }

  // ---------------------------------------------------------------- the connection

  private Async<@Nullable Void, RuntimeException> write() {
    return async(() -> {
      RespEncoder encoder = new RespEncoder();
      List<Request> batch = new ArrayList<>();
      try {
        while (requests.receiveMany(batch, BATCH).await() > 0) {
          for (Request r : batch) {
            encoder.command(r.words());
            unanswered.send(r).await();
          }
          batch.clear();
          out.writeAll(encoder.drain()).await();
          out.flush().await();
          encoder.written();
        }
      } catch (IOException e) {
        end(e);
      } catch (ChannelClosedException e) {
        // the reader has ended, and said why
      } finally {
        end(new IOException("the client has ended"));
        failAll(batch);
      }
    });
  }

  private Async<@Nullable Void, RuntimeException> read() {
    return async(() -> {
      Request waiting = null;
      try {
        while ((waiting = unanswered.receive().await()) != null) {
          RespValue value;
          do {
            value = input.read().await();
          } while (value instanceof Push);
          if (value == null) {
            throw new EOFException("the server closed the connection");
          }
          waiting.answer().complete(value);
        }
      } catch (IOException e) {
        end(e);
      } finally {
        end(new IOException("the client has ended"));
        if (waiting != null) {
          failAll(List.of(waiting));
        }
      }
    });
  }

  /** Takes no more commands, and fails those that are under way. The first reason stands. */
  private void end(IOException why) {
    over.compareAndSet(null, why);
    requests.close();
    unanswered.close();
    Request r;
    while ((r = unanswered.tryReceive()) != null) {
      r.fail(why());
    }
    while ((r = requests.tryReceive()) != null) {
      r.fail(why());
    }
  }

  private IOException why() {
    IOException e = over.get();
    return e != null ? e : new IOException("the client has ended");
  }

  /** Of those that were answered, nothing changes. */
  private void failAll(List<Request> requests) {
    for (Request r : requests) {
      r.fail(why());
    }
  }

  /**
   * Closes the connection. Commands that wait for an answer fail: await them first. Once the scope
   * in which the client was started ends, the client has ended too, and the connection is closed by
   * this alone.
   */
  @Override
  public Async<@Nullable Void, IOException> closeAsync() {
    return async(() -> {
      end(new IOException("the client was closed"));
      writer.cancel();
      reader.cancel();
      writer.ended().await();
      reader.ended().await();
      in.closeAsync().await();
    });
  }

  // ---------------------------------------------------------------- commands

  /**
   * Sends a command and waits for its answer, whatever it is.
   *
   * @return the answer; a {@link ErrorString} too
   */
  public Async<RespValue, IOException> command(byte[]... words) {
    if (words.length == 0) {
      throw new IllegalArgumentException("a command has a name");
    }
    byte[][] copy = words.clone();
    return async(() -> {
      Request r = new Request(copy);
      try {
        requests.send(r).await();
      } catch (ChannelClosedException e) {
        throw new IOException(why().getMessage(), why());
      }
      return r.answer().await();
    });
  }

  /** The same with words in UTF-8. */
  public Async<RespValue, IOException> command(String... words) {
    return command(bytes(words));
  }

  private static byte[][] bytes(String... words) {
    byte[][] all = new byte[words.length][];
    for (int i = 0; i < words.length; i++) {
      all[i] = words[i].getBytes(StandardCharsets.UTF_8);
    }
    return all;
  }

  private static byte[][] bytes(String first, String[] rest) {
    String[] all = new String[rest.length + 1];
    all[0] = first;
    System.arraycopy(rest, 0, all, 1, rest.length);
    return bytes(all);
  }

  /** The answer to a command, or what the server has against it. */
  private Async<RespValue, IOException> ask(byte[][] words) {
    return async(() -> {
      RespValue v = command(words).await();
      if (v instanceof ErrorString e) {
        throw new RespErrorException(e);
      }
      return v;
    });
  }

  /** Whether the server is there: {@code PONG}. */
  public Async<String, IOException> ping() {
    return async(() -> text(ask(bytes("PING")).await()));
  }

  /** The same text. */
  public Async<String, IOException> echo(String text) {
    return async(() -> text(ask(bytes("ECHO", text)).await()));
  }

  /** The value of a key; null when there is none. */
  public Async<@Nullable String, IOException> get(String key) {
    return async(() -> textOrNull(ask(bytes("GET", key)).await()));
  }

  /** The bytes of a key's value; null when there is none. */
  @SuppressWarnings("NullAway") // does not look into the type argument's array
  public Async<byte @Nullable [], IOException> getBytes(String key) {
    return async(() -> bytesOrNull(ask(bytes("GET", key)).await()));
  }

  /** The values of keys, in their order; null where there is none. */
  public Async<List<@Nullable String>, IOException> mget(String... keys) {
    byte[][] words = bytes("MGET", keys);
    return async(() -> {
      RespValue v = ask(words).await();
      if (!(v instanceof Array a)) {
        throw unexpected(v);
      }
      List<@Nullable String> values = new ArrayList<>();
      for (RespValue item : a.items()) {
        values.add(textOrNull(item));
      }
      return values;
    });
  }

  /** Gives a key a value. */
  public Async<@Nullable Void, IOException> set(String key, String value) {
    return set(key, value.getBytes(StandardCharsets.UTF_8));
  }

  /** Gives a key a value. */
  public Async<@Nullable Void, IOException> set(String key, byte[] value) {
    return async(() -> {
      text(ask(new byte[][] {bytes("SET")[0], bytes(key)[0], value}).await());
    });
  }

  /**
   * Removes keys.
   *
   * @return how many of them there were
   */
  public Async<Long, IOException> del(String... keys) {
    byte[][] words = bytes("DEL", keys);
    return async(() -> number(ask(words).await()));
  }

  /**
   * Adds one to a key's value, which is 0 when there is none.
   *
   * @return the sum
   */
  public Async<Long, IOException> incr(String key) {
    return async(() -> number(ask(bytes("INCR", key)).await()));
  }

  private static String text(RespValue v) throws IOException {
    String text = textOrNull(v);
    if (text == null) {
      throw unexpected(v);
    }
    return text;
  }

  private static @Nullable String textOrNull(RespValue v) throws IOException {
    return switch (v) {
      case BulkString b -> b.text();
      case SimpleString s -> s.text();
      case Null n -> null;
      default -> throw unexpected(v);
    };
  }

  private static byte @Nullable [] bytesOrNull(RespValue v) throws IOException {
    return switch (v) {
      case BulkString b -> b.bytes();
      case Null n -> null;
      default -> throw unexpected(v);
    };
  }

  private static long number(RespValue v) throws IOException {
    if (v instanceof IntegerNumber n) {
      return n.value();
    }
    throw unexpected(v);
  }

  private static RespProtocolException unexpected(RespValue v) {
    return new RespProtocolException(
        "the server answered with a " + v.getClass().getSimpleName() + ", which does not fit");
  }
}
