package dev.bide.peers.side;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ref.Reference;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Serves a peer on standard input, or tests it. The README of the peers has the protocol. */
public final class Sides {
  private final Peer peer;
  private final Set<String> settled = new HashSet<>();

  private Sides(Peer peer) {
    this.peer = peer;
  }

  /** The main function of a peer. */
  public static void main(String[] arguments, Peer peer) throws Exception {
    // A task that fails ends the peer: what it would measure from then on is something else.
    Thread.setDefaultUncaughtExceptionHandler((thread, failure) -> {
      System.err.println("a thread has failed: " + thread);
      failure.printStackTrace();
      Runtime.getRuntime().halt(1);
    });
    if (arguments.length == 0) {
      new Sides(peer).serve();
      System.exit(0);
    } else if (arguments.length == 1 && arguments[0].equals("--self-test")) {
      System.setProperty(Probe.PROPERTY, "true");
      var sides = new Sides(peer);
      int passed = SelfTest.run(peer, sides::run, sides::memory);
      System.out.println("self-test: " + passed + " passed, 0 failed");
      System.exit(0);
    } else {
      System.err.println("usage: no argument to serve on standard input, or --self-test");
      System.exit(2);
    }
  }

  private void serve() throws Exception {
    // The first reading of a clock allocates.
    Batch _ = Stopwatch.start().stop(0);
    try (var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.US_ASCII))) {
      for (String line = in.readLine();
          line != null && !line.equals("quit");
          line = in.readLine()) {
        System.out.println(answer(line, line.split(" ")));
        System.out.flush();
      }
    }
  }

  private String answer(String line, String[] words) throws Exception {
    return switch (words[0]) {
      case "cpu" -> "cpu " + CpuClock.nanos();
      case "echo" -> peer.echoes() ? "echo " + echo(words[1]) : "echo unsupported";
      case "memory" -> memory(words[1], Integer.parseInt(words[2]));
      default -> {
        if (words.length != 2) {
          yield line + " unsupported";
        }
        Batch batch = run(words[0], Long.parseLong(words[1]));
        yield batch == null
            ? words[0] + " unsupported"
            : words[0]
                + (" " + batch.done() + " " + batch.wallNanos())
                + (" " + batch.cpuNanos() + " " + batch.allocated());
      }
    };
  }

  private int echo(String port) throws IOException {
    return peer.echo(Integer.parseInt(port));
  }

  /** One batch, refused where it has done less than it was asked for. */
  private @Nullable Batch run(String row, long n) throws Exception {
    Batch batch = peer.row(row, n);
    if (batch != null && !complete(n, batch)) {
      throw new IllegalStateException(
          row + ": asked for " + n + " operations, did " + batch.done());
    }
    if (settled.add(row)) { // as our own side does: a row's objects are where a collector puts them
      System.gc();
      System.gc();
    }
    return batch;
  }

  /** A row may round up, to at most 99 more. */
  static boolean complete(long n, Batch batch) {
    return batch.done() >= n && batch.done() < n + 100;
  }

  private String memory(String kind, int count) throws Exception {
    Peer.Waiting waiting = peer.memory(kind, count);
    if (waiting == null) {
      return "memory " + kind + " unsupported";
    }
    try {
      return "memory " + kind + " " + count + " " + waiting.before().each(count);
    } finally {
      Reference.reachabilityFence(waiting.kept());
    }
  }
}
