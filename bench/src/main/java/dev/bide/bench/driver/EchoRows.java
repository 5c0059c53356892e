package dev.bide.bench.driver;

import dev.bide.runtimes.IoDriver;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The echo servers: the CPU time of the server's process for a message, under a load from another
 * process. The load generator and all peers but ours are those in {@code bench/peers}.
 */
final class EchoRows {
  private static final int ROUNDS = 6;
  private static final double LIMIT = 1.05;
  private static final List<String> PEERS = List.of("nio", "tokio", "netty");

  /** What our server by epoll is compared with: the last one is ours, by the JDK's selector. */
  private static final List<String> PEERS_OF_EPOLL = List.of("tokio", "our nio");

  /**
   * Of all servers on a JVM. The JDK's selector makes an {@code Integer} of each ready socket's
   * number: this lets it find those of ten thousand in the JDK's cache, as docs/performance.md
   * tells users to do.
   */
  private static final List<String> JVM_OPTIONS =
      List.of("-XX:+UseG1GC", "-XX:AutoBoxCacheMax=10500");

  /** How many seconds a server is asked in a row; see {@link Pace}. */
  private static final double TAKES = 3;

  private final Path run;
  private final SideSpec load;

  private final Pace pace;

  private EchoRows(Path root, Pace pace) {
    this.pace = pace;
    this.run = root.resolve("bench/peers/run");
    this.load = Peers.spec(run, "load");
  }

  /** One for each size of a message and number of connections, and two for epoll. */
  static List<Measured> all(Path root, Pace pace) {
    EchoRows rows = new EchoRows(root, pace);
    List<Measured> all = new ArrayList<>();
    for (int size : new int[] {64, 1024}) {
      for (int connections : new int[] {1, 50, 500}) {
        all.add(rows.new Row(false, size, connections, connections == 1 ? 10_000 : 40_000));
      }
    }
    if (IoDriver.EPOLL.isAvailable()) {
      all.add(rows.new Row(true, 64, 50, 40_000));
      all.add(rows.new Row(true, 64, 500, 40_000));
    }
    return all;
  }

  private final class Row implements Measured {
    final boolean epoll;
    final int size;
    final int connections;
    final int messages;

    Row(boolean epoll, int size, int connections, int messages) {
      this.epoll = epoll;
      this.size = size;
      this.connections = connections;
      this.messages = messages;
    }

    @Override
    public String name() {
      return (epoll ? "echo-epoll-" : "echo-") + size + "-" + connections;
    }

    @Override
    public double least() {
      return TAKES * (1 + peers().size());
    }

    @Override
    public double usual() {
      return least();
    }

    private List<String> peers() {
      return epoll ? PEERS_OF_EPOLL : PEERS;
    }

    private SideSpec spec(String peer) {
      return peer.equals("our nio")
          ? ours(peer, IoDriver.NIO)
          : Peers.spec(run, peer).withJvmOptions(String.join(" ", JVM_OPTIONS));
    }

    @Override
    public void run(Results out) {
      if (!Files.exists(run.resolveSibling("target/release/load"))) {
        out.skipped(name(), "there is no load generator (see bench/peers/build)");
        return;
      }
      try (Server ours =
          new Server(ours("bide", epoll ? IoDriver.EPOLL : IoDriver.NIO), load, this)) {
        compare(ours, out);
      } catch (IOException e) {
        peers().forEach(p -> out.failed(name(), p, limit(p), e));
      }
    }

    private void compare(Server ours, Results out) throws IOException {
      List<Server> others = new ArrayList<>();
      try {
        for (String peer : peers()) {
          try {
            others.add(new Server(spec(peer), load, this));
          } catch (IOException e) {
            out.failed(name(), peer, limit(peer), e);
          }
        }
        ours.warmUp(this);
        for (Server other : List.copyOf(others)) {
          tryOn(other, others, out, () -> other.warmUp(this));
        }
        for (int round = 0; round < ROUNDS; round++) {
          ours.round(this, true);
          for (Server other : List.copyOf(others)) {
            tryOn(other, others, out, () -> other.round(this, false));
          }
        }
        others.forEach(other -> out.add(compared(ours, other)));
        pace.did(least());
      } finally {
        for (Server other : others) {
          other.close();
        }
      }
    }

    private interface Step {
      void run() throws IOException;
    }

    /** A server that fails is left out, and the others go on. */
    private void tryOn(Server server, List<Server> others, Results out, Step step)
        throws IOException {
      try {
        step.run();
      } catch (IOException e) {
        out.failed(name(), server.name, limit(server.name), e);
        others.remove(server);
        server.close();
      }
    }

    private Compared compared(Server ours, Server other) {
      List<Double> ratios = new ArrayList<>();
      for (int round = 0; round < ROUNDS; round++) {
        ratios.add(ours.cpu.get(round) / other.cpu.get(round));
      }
      return new Compared(
          name(),
          other.name,
          Plan.Clock.CPU,
          Figures.of(ratios),
          limit(other.name),
          Figures.of(ours.cpu).median(),
          Figures.of(other.cpu).median(),
          Figures.of(ours.bytes).median(),
          true);
    }
  }

  private static SideSpec ours(String name, IoDriver io) {
    List<String> options = new ArrayList<>(JVM_OPTIONS);
    options.add("-Dbide.bench.io=" + io);
    return Jvm.side(name, "dev.bide.bench.rows.Ours", options.toArray(String[]::new));
  }

  private static double limit(String peer) {
    return peer.equals("nio") ? LIMIT : Double.NaN;
  }

  /** A server that runs, and the load on it. */
  private static final class Server implements AutoCloseable {
    final String name;
    final SideProcess process;
    final SideProcess load;
    final List<Double> cpu = new ArrayList<>();
    final List<Double> bytes = new ArrayList<>();

    Server(SideSpec spec, SideSpec loadSpec, Row row) throws IOException {
      this.name = spec.name();
      this.process = new SideProcess(spec);
      try {
        String said = process.say("echo 0");
        if (!said.matches("echo [0-9]+")) {
          throw new IOException("no echo server: '" + said + "'");
        }
        this.load =
            new SideProcess(
                loadSpec.with(
                    said.substring(5),
                    Integer.toString(row.size),
                    Integer.toString(row.connections)));
      } catch (IOException e) {
        process.close();
        throw e;
      }
      try {
        load.hear(); // that it is ready
      } catch (IOException e) {
        close();
        throw e;
      }
    }

    private long number(String question) throws IOException {
      return Long.parseLong(process.say(question).split(" ", -1)[1]);
    }

    void warmUp(Row row) throws IOException {
      load.say("run " + row.messages * 2 + " 20");
    }

    void round(Row row, boolean ours) throws IOException {
      long bytesBefore = ours ? number("allocated") : 0;
      long cpuBefore = number("cpu");
      long messages = Long.parseLong(load.say("run " + row.messages + " 20").split(" ", -1)[1]);
      cpu.add((number("cpu") - cpuBefore) / (double) messages);
      bytes.add(ours ? (number("allocated") - bytesBefore) / (double) messages : Double.NaN);
    }

    @Override
    public void close() throws IOException {
      load.close();
      process.close();
    }
  }
}
