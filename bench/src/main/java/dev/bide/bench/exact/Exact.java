package dev.bide.bench.exact;

import com.sun.management.ThreadMXBean;
import dev.bide.bench.rows.ExactRows;
import dev.bide.bench.side.Row;
import java.io.BufferedReader;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * The guard of exact figures: bytes allocated for an operation, bytes that a waiting task takes,
 * sizes of frames, sizes of bytecode. None of them depends on how busy a machine is. It fails where
 * one has grown since it was recorded.
 */
public final class Exact {
  private static final int ROUND = 200_000;
  private static final int SLOW_ROUND = 20_000;
  private static final int SLOW_ROUNDS = 8;
  private static final int ROUNDS = 25;

  /** The more, since a JIT that is busy comes late. */
  private static final int CALL_ROUNDS = 100;

  private static final int WAITING = 200_000;

  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private Exact() {}

  /**
   * Arguments: the file with the recorded figures; {@code --record}, {@code --plant}. Or {@code
   * --call} and the row of a call, whose bytes are printed.
   */
  public static void main(String[] args) throws IOException, ReflectiveOperationException {
    if (args[0].equals("--call")) {
      System.out.println(
          new Exact()
              .bytes(
                  Objects.requireNonNull(ExactRows.ofCalls().get(args[1])).get(),
                  CALL_ROUNDS,
                  ROUND));
      return;
    }
    Path file = Path.of(args[0]);
    List<String> options = List.of(args).subList(1, args.length);
    Map<String, Long> now = new Exact().figures(options.contains("--plant"));
    if (options.contains("--record")) {
      List<String> lines = new ArrayList<>();
      now.forEach((name, value) -> lines.add(name + " " + value));
      Files.write(file, lines);
      System.out.println("exact: " + now.size() + " figures recorded in " + file);
      return;
    }
    System.exit(compare(recorded(file), now) ? 0 : 1);
  }

  private Map<String, Long> figures(boolean plant)
      throws IOException, ReflectiveOperationException {
    Map<String, Long> figures = new TreeMap<>();
    ExactRows.ofZeroBytes()
        .forEach((name, row) -> figures.put("bytes " + name, bytes(row.get(), ROUNDS, ROUND)));
    for (String name : ExactRows.ofCalls().keySet()) {
      figures.put("bytes " + name, alone(name));
    }
    ExactRows.ofZeroBytesOfTheSystem()
        .forEach(
            (name, row) -> figures.put("bytes " + name, bytes(row.get(), SLOW_ROUNDS, SLOW_ROUND)));
    if (plant) {
      figures.put("bytes planted", bytes(ExactRows.planted(), ROUNDS, ROUND));
    }
    figures.put("waiting channel", waiting("channel"));
    figures.put("waiting sleep", waiting(plant ? "planted" : "sleep"));
    FrameSizes frames = new FrameSizes();
    for (Class<?> c : ExactRows.guarded()) {
      CodeSizes.ofBlocks(c, figures);
      frames.of(c, figures);
    }
    return figures;
  }

  /** For one operation, once it is compiled: the least of many rounds, rounded to the nearest. */
  private long bytes(Row row, int rounds, int operations) {
    long least = Long.MAX_VALUE;
    for (int round = 0; round < rounds; round++) {
      row.prepare(operations);
      long before = threads.getCurrentThreadAllocatedBytes();
      row.run(operations);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    return (least + operations / 2) / operations;
  }

  /** For a row of {@link ExactRows#ofCalls}, in a JVM of its own. */
  private static long alone(String call) throws IOException {
    Process jvm =
        new ProcessBuilder(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-XX:+UseSerialGC",
                "-cp",
                System.getProperty("java.class.path"),
                Exact.class.getName(),
                "--call",
                call)
            .redirectError(ProcessBuilder.Redirect.INHERIT)
            .start();
    try (BufferedReader said = jvm.inputReader(StandardCharsets.UTF_8)) {
      return Long.parseLong(Objects.requireNonNull(said.readLine(), call));
    }
  }

  /**
   * For each task that waits, rounded to the nearest. The middle of three: what others let go of in
   * the meantime (the JDK's soft references) is a dozen bytes for each once in a while.
   */
  private static long waiting(String kind) {
    ExactRows.waiting(kind, 1000); // what is made once
    double[] each = new double[3];
    for (int i = 0; i < each.length; i++) {
      each[i] = ExactRows.waiting(kind, WAITING);
    }
    Arrays.sort(each);
    return Math.round(each[1]);
  }

  private static Map<String, Long> recorded(Path file) throws IOException {
    Map<String, Long> figures = new TreeMap<>();
    for (String line : Files.readAllLines(file)) {
      int at = line.lastIndexOf(' ');
      figures.put(line.substring(0, at), Long.parseLong(line.substring(at + 1)));
    }
    return figures;
  }

  private static boolean compare(Map<String, Long> recorded, Map<String, Long> now) {
    int grown = 0;
    int shrunk = 0;
    for (var figure : now.entrySet()) {
      long before =
          recorded.getOrDefault(figure.getKey(), figure.getKey().startsWith("bytes") ? 0L : -1L);
      if (before < 0) {
        System.out.println("not recorded: " + figure.getKey() + " " + figure.getValue());
        grown++;
      } else if (figure.getValue() > before) {
        System.out.println("GROWN: " + figure.getKey() + " " + before + " -> " + figure.getValue());
        grown++;
      } else if (figure.getValue() < before) {
        System.out.println("less: " + figure.getKey() + " " + before + " -> " + figure.getValue());
        shrunk++;
      }
    }
    for (String name : recorded.keySet()) {
      if (!now.containsKey(name)) {
        System.out.println("gone: " + name);
        grown++;
      }
    }
    System.out.println(
        "exact: "
            + now.size()
            + " figures, "
            + grown
            + " grown or unknown, "
            + shrunk
            + " less"
            + (grown + shrunk > 0 ? "; ./bide bench exact --record keeps them as they are" : ""));
    return grown == 0;
  }
}
