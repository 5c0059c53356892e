package dev.bide.bench.side;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.function.IntConsumer;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A side of a comparison: a process that is told on its standard input what to run how often, and
 * answers with what it took. One line each way:
 *
 * <pre>
 *   yield-100 1000000
 *   yield-100 1000000 WALL_NANOS CPU_NANOS ALLOCATED_BYTES
 * </pre>
 *
 * <p>{@code bench/peers/README.md} has the other questions. {@code ROW unsupported} for a row it
 * does not have; {@code quit} ends it.
 */
public final class Side {
  private static final String UNSUPPORTED = "unsupported";

  private final Map<String, Supplier<? extends Batch>> rows = new HashMap<>();
  private final Map<String, Batch> made = new HashMap<>();
  private final Set<String> settled = new HashSet<>();
  private @Nullable MemoryOf memory;
  private @Nullable EchoServer echo;
  private @Nullable Thread server;
  private final Stopwatch watch = new Stopwatch();

  /** A side without rows. */
  public Side() {}

  /** Adds a row, which is made when it is first asked for. */
  public Side row(String name, Supplier<? extends Row> maker) {
    return batch(
        name,
        () -> {
          Row row = maker.get();
          return (n, watch) -> {
            row.prepare(n);
            watch.start();
            row.run(n);
            watch.stop();
            return n;
          };
        });
  }

  /** Adds a row that says itself what is measured; made when it is first asked for. */
  public Side batch(String name, Supplier<? extends Batch> maker) {
    if (rows.put(name, maker) != null) {
      throw new IllegalArgumentException("two rows of the name " + name);
    }
    return this;
  }

  /** Answers {@code memory KIND COUNT}. */
  public Side memory(MemoryOf of) {
    memory = of;
    return this;
  }

  /** Answers {@code echo PORT}, {@code cpu} and {@code allocated}. */
  public Side echo(EchoServer server) {
    echo = server;
    return this;
  }

  /** Makes so many tasks wait, and says what each of them takes. */
  @FunctionalInterface
  public interface MemoryOf {
    /** Resident and exact bytes for each, or {@code unsupported}. */
    String bytes(String kind, int count);
  }

  /** Makes a server on a thread of its own, which sends back what it is sent. */
  @FunctionalInterface
  public interface EchoServer {
    /**
     * Starts it.
     *
     * @param port to listen on; 0 for any
     * @param listening is told on which
     * @return its thread
     */
    Thread start(int port, IntConsumer listening);
  }

  /** Answers until it is told to quit or its input ends. */
  public void serve() {
    try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      for (String line = in.readLine(); line != null && !line.equals("quit"); ) {
        System.out.println(answer(line.split(" ")));
        System.out.flush();
        line = in.readLine();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private String answer(String[] asked) {
    switch (asked[0]) {
      case "memory" -> {
        String each = memory == null ? UNSUPPORTED : memory.bytes(asked[1], number(asked[2]));
        return "memory "
            + asked[1]
            + (each.equals(UNSUPPORTED) ? " " : " " + asked[2] + " ")
            + each;
      }
      case "echo" -> {
        return echo == null ? "echo unsupported" : "echo " + listen(echo, number(asked[1]));
      }
      case "cpu" -> {
        return "cpu " + watch.cpuNanos();
      }
      case "allocated" -> {
        return "allocated " + (server == null ? -1 : watch.allocatedBy(server));
      }
      default -> {
        return run(asked);
      }
    }
  }

  private static int number(String word) {
    return Integer.parseInt(word);
  }

  private int listen(EchoServer maker, int port) {
    var listening = new CompletableFuture<Integer>();
    server = maker.start(port, listening::complete);
    return listening.join();
  }

  private String run(String[] asked) {
    Batch row = find(asked[0]);
    if (row == null) {
      return asked[0] + " " + UNSUPPORTED;
    }
    long n = Long.parseLong(asked[1]);
    watch.reset();
    long done = row.run(n, watch);
    if (done < n || done > n + 99) {
      throw new IllegalStateException(asked[0] + " has done " + done + " of " + n);
    }
    String measured = watch.measured();
    if (settled.add(asked[0])) {
      settle();
    }
    return asked[0] + " " + done + " " + measured;
  }

  /**
   * Has a collector put a row's objects where it puts what lives long. Where they were made, how
   * they lie to each other depends on all that was made before, and is a fifth of a resume.
   */
  private static void settle() {
    System.gc();
    System.gc();
  }

  private @Nullable Batch find(String name) {
    Batch row = made.get(name);
    if (row == null) {
      Supplier<? extends Batch> maker = rows.get(name);
      if (maker != null) {
        row = maker.get();
        made.put(name, row);
      }
    }
    return row;
  }
}
