package dev.bide.bench.driver;

import dev.bide.bench.driver.Plan.Against;
import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The rows {@code depth-1} and {@code turn-1} where there is no JVM. Both sides are one program
 * that TeaVM has compiled from the same class files; each process polls one of the two loops.
 */
final class ForeignRows {
  private static final double LIMIT = 1.2;

  /** The first that runs Wasm GC without a flag. */
  private static final int NODE_FOR_WASM = 22;

  private final Path made;
  private final Path side;
  private final Runner runner;

  private ForeignRows(Path root, Runner runner) {
    this.made = root.resolve("bench/target/foreign");
    this.side = root.resolve("bench/src/main/foreign/side.mjs");
    this.runner = runner;
  }

  /** JavaScript, Wasm GC, C. */
  static List<Measured> all(Path root, Runner runner) {
    ForeignRows rows = new ForeignRows(root, runner);
    List<Measured> all = new ArrayList<>();
    for (String what : List.of("poll", "turn")) {
      all.add(rows.row(what, "js", "a switch, on Node.js", () -> rows.node("js", 1)));
      all.add(
          rows.row(what, "wasm", "a switch, on Node.js", () -> rows.node("wasm", NODE_FOR_WASM)));
      all.add(rows.row(what, "c", "a switch, gcc -O2", rows::inC));
    }
    return all;
  }

  /** Finds what a row runs on. */
  private interface Finder {
    SideSpec find() throws Missing;
  }

  private static final class Missing extends Exception {
    private static final long serialVersionUID = 1;

    Missing(String what) {
      super(what);
    }
  }

  private Measured row(String what, String target, String against, Finder finder) {
    String name = what + "-" + target;
    return new Measured() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public double least() {
        return Plan.fork(1);
      }

      @Override
      public double usual() {
        return 2 * least();
      }

      @Override
      public void run(Results out) {
        try {
          SideSpec spec = finder.find();
          List<Against> byHand = List.of(new Against(spec, "by-hand-" + what, against, LIMIT));
          runner.run(new Plan(name, spec, "woven-" + what, Plan.Clock.CPU, false, byHand), out);
        } catch (Missing e) {
          out.skipped(name, String.valueOf(e.getMessage()));
        }
      }
    };
  }

  private SideSpec node(String folder, int least) throws Missing {
    need(made.resolve(folder), "TeaVM has not compiled it");
    Path node = node().orElseThrow(() -> new Missing("no Node.js on the PATH: apt install nodejs"));
    int version = version(node);
    if (version < least) {
      throw new Missing(
          "it needs Node.js "
              + least
              + " or newer, and "
              + node
              + " is "
              + version
              + "; BIDE_NODE=/path/to/node names another one");
    }
    return new SideSpec(
        "node", List.of(node.toString(), side.toString(), made.resolve(folder).toString()));
  }

  /** What {@code BIDE_NODE} names, or what is on the path. */
  private static Optional<Path> node() {
    String named = System.getenv("BIDE_NODE");
    if (named != null) {
      return Optional.of(Path.of(named));
    }
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .flatMap(folder -> Stream.of(Path.of(folder, "node"), Path.of(folder, "nodejs")))
        .filter(Files::isExecutable)
        .findFirst();
  }

  private static int version(Path node) throws Missing {
    try {
      Process p = new ProcessBuilder(node.toString(), "--version").start();
      String said = new String(p.getInputStream().readAllBytes(), StandardCharsets.US_ASCII);
      return Integer.parseInt(said.replaceAll("^v|\\..*\\s*$", ""));
    } catch (IOException | NumberFormatException e) {
      throw new Missing(node + " does not say its version: " + e);
    }
  }

  private SideSpec inC() throws Missing {
    Path program = made.resolve("poll-loop");
    need(program, "there is no gcc, or no C that TeaVM has made");
    return new SideSpec("c", List.of(program.toString()));
  }

  private static void need(Path file, String otherwise) throws Missing {
    if (!Files.exists(file)) {
      throw new Missing(otherwise);
    }
  }
}
