package dev.bide.bench.driver;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** {@code ./bide bench}: measures, and prints a table of ratios. */
public final class Bench {
  private static final String USAGE =
      """
      Usage: ./bide bench WHAT
        core [--no-peers] [ROWS]   what an await costs, against plain code and peers
               [--quick]           what has a limit in one process instead of two
               [--svg FILE]        with a picture of the ratios
               [--markdown FILE]   with the table as a page
        memory [--no-peers]        bytes for each of a million waiting tasks, ours and each peer's
               [--tasks N] [--sockets N]
        exact [--record]           the guarded figures: bytes, sizes of frames and of code
        zero-alloc [--plant]       a hundred million polls without a byte; with a planted one, to fail
        hot-path [--plant]         no locked instruction or fence in its compiled code; with a planted one, to fail
        instructions               how many an operation takes, of the natives (valgrind)
      ROWS is a regular expression of the rows' names.
      """;

  private final Path root = Path.of(System.getProperty("bide.root"));
  private final List<String> words;

  private Bench(String[] args) {
    this.words = new ArrayList<>(List.of(args));
  }

  /** See the usage. */
  public static void main(String[] args) throws IOException {
    System.exit(new Bench(args).run());
  }

  private int run() throws IOException {
    String what = words.isEmpty() ? "" : words.removeFirst();
    switch (what) {
      case "core" -> {
        return core() ? 0 : 1;
      }
      case "memory" -> {
        boolean whole =
            new Memory(
                    peers(), number("--tasks", 1_000_000), number("--sockets", 5_000), System.out)
                .run();
        return whole ? 0 : 1;
      }
      case "exact" -> {
        List<String> command = Jvm.command("dev.bide.bench.exact.Exact", "-XX:+UseSerialGC");
        command.add(root.resolve("bench/exact-figures").toString());
        command.addAll(words);
        return waitFor(new ProcessBuilder(command).inheritIO().start());
      }
      case "zero-alloc" -> {
        return ZeroAlloc.run(words.contains("--plant"), System.out) ? 0 : 1;
      }
      case "hot-path" -> {
        return new HotPath(System.out).run(words.contains("--plant")) ? 0 : 1;
      }
      case "instructions" -> {
        return new Instructions(root, System.out).run() ? 0 : 1;
      }
      default -> {
        System.out.print(USAGE);
        return what.equals("--help") ? 0 : 2;
      }
    }
  }

  private static int waitFor(Process process) throws IOException {
    try {
      return process.waitFor();
    } catch (InterruptedException e) {
      process.destroyForcibly();
      throw new IOException("interrupted", e);
    }
  }

  private Peers peers() {
    return words.remove("--no-peers") ? Peers.none() : Peers.find(root, System.out);
  }

  /** An option with a number. */
  private int number(String option, int otherwise) {
    String word = word(option);
    return word == null ? otherwise : Integer.parseInt(word);
  }

  /** An option with a word after it. */
  private @Nullable String word(String option) {
    int at = words.indexOf(option);
    if (at < 0) {
      return null;
    }
    words.remove(at);
    return words.remove(at);
  }

  private boolean core() throws IOException {
    Peers peers = peers();
    Path svg = file("--svg");
    Path markdown = file("--markdown");
    boolean quick = words.remove("--quick");
    Pattern rows = Pattern.compile(words.isEmpty() ? ".*" : words.getFirst());
    Pace pace = new Pace(quick, Duration.ofSeconds(Long.getLong("bide.bench.spent", 0)));
    return new Core(root, peers, pace, System.out).run(rows, svg, markdown);
  }

  /** An option with a file; a path is meant from where the user stands. */
  private @Nullable Path file(String option) {
    String word = word(option);
    String from = Objects.requireNonNullElse(System.getenv("BIDE_FROM"), root.toString());
    return word == null ? null : Path.of(from).resolve(word);
  }
}
