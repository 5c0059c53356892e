package dev.bide.bench.side;

import com.sun.management.ThreadMXBean;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
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
 * <p>{@code ROW unsupported} for a row it does not have; {@code quit} ends it.
 */
public final class Side {
  private final Map<String, Supplier<? extends Row>> rows = new HashMap<>();
  private final Map<String, Row> made = new HashMap<>();
  private final CpuClock cpu = new CpuClock();
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** A side without rows. */
  public Side() {}

  /** Adds a row, which is made when it is first asked for. */
  public Side row(String name, Supplier<? extends Row> maker) {
    if (rows.put(name, maker) != null) {
      throw new IllegalArgumentException("two rows of the name " + name);
    }
    return this;
  }

  /** Answers until it is told to quit or its input ends. */
  public void serve() {
    measureNothing();
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

  /** The first reading of each clock allocates. */
  private void measureNothing() {
    threads.getCurrentThreadAllocatedBytes();
    cpu.nanos();
  }

  private String answer(String[] asked) {
    Row row = find(asked[0]);
    if (row == null) {
      return asked[0] + " unsupported";
    }
    long n = Long.parseLong(asked[1]);
    row.prepare(n);
    long used = cpu.nanos();
    long began = System.nanoTime();
    long bytes = threads.getCurrentThreadAllocatedBytes();
    row.run(n);
    bytes = threads.getCurrentThreadAllocatedBytes() - bytes;
    long wall = System.nanoTime() - began;
    used = cpu.nanos() - used;
    return asked[0] + " " + n + " " + wall + " " + used + " " + bytes;
  }

  private @Nullable Row find(String name) {
    Row row = made.get(name);
    if (row == null) {
      Supplier<? extends Row> maker = rows.get(name);
      if (maker != null) {
        row = maker.get();
        made.put(name, row);
      }
    }
    return row;
  }
}
