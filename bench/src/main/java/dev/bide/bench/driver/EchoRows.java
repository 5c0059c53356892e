package dev.bide.bench.driver;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * The echo servers: the CPU time of the server's process for a message, under a load from another
 * process. The load generator and all peers but ours are those in {@code bench/peers}.
 */
final class EchoRows {
  private static final int ROUNDS = 6;
  private static final double LIMIT = 1.05;

  private record Row(int size, int connections, int messages) {
    String name() {
      return "echo-" + size + "-" + connections;
    }
  }

  private static final List<Row> ROWS =
      List.of(
          new Row(64, 1, 10_000),
          new Row(64, 50, 40_000),
          new Row(64, 500, 40_000),
          new Row(1024, 1, 10_000),
          new Row(1024, 50, 40_000),
          new Row(1024, 500, 40_000));

  private final Path run;
  private final SideSpec load;

  EchoRows(Path root) {
    this.run = root.resolve("bench/peers/run");
    this.load = new SideSpec("load", List.of("bash", run.toString(), "load"));
  }

  private SideSpec peer(String name) {
    return new SideSpec(name, List.of("bash", run.toString(), name));
  }

  /** A server that runs, and the load on it. */
  private static final class Server implements AutoCloseable {
    final SideSpec spec;
    final SideProcess process;
    final SideProcess load;
    final List<Double> cpu = new ArrayList<>();
    final List<Double> bytes = new ArrayList<>();

    Server(SideSpec spec, SideSpec loadSpec, Row row) throws IOException {
      this.spec = spec;
      this.process = new SideProcess(spec);
      String said = process.say("echo 0");
      if (!said.matches("echo [0-9]+")) {
        process.close();
        throw new IOException("no echo server: '" + said + "'");
      }
      List<String> command = new ArrayList<>(loadSpec.command());
      command.add(said.substring(5));
      command.add(Integer.toString(row.size()));
      command.add(Integer.toString(row.connections()));
      this.load = new SideProcess(new SideSpec("load", command));
      load.hear(); // that it is ready
    }

    private long number(String question) throws IOException {
      return Long.parseLong(process.say(question).split(" ", -1)[1]);
    }

    void warmUp(Row row) throws IOException {
      load.say("run " + row.messages() * 2 + " 20");
    }

    void round(Row row, boolean ours) throws IOException {
      long bytesBefore = ours ? number("allocated") : 0;
      long cpuBefore = number("cpu");
      long messages = Long.parseLong(load.say("run " + row.messages() + " 20").split(" ", -1)[1]);
      cpu.add((number("cpu") - cpuBefore) / (double) messages);
      bytes.add(ours ? (number("allocated") - bytesBefore) / (double) messages : Double.NaN);
    }

    @Override
    public void close() throws IOException {
      load.close();
      process.close();
    }
  }

  /** Runs the rows whose names match, and hands over what came out. */
  void run(Pattern rows, Consumer<Compared> out) throws IOException {
    if (!Files.exists(run) || !Files.exists(run.resolveSibling("target/release/load"))) {
      System.out.println(
          "SKIPPED: the echo rows: there is no load generator (see bench/peers/build)");
      return;
    }
    for (Row row : ROWS) {
      if (rows.matcher(row.name()).matches()) {
        run(row, out);
      }
    }
  }

  private void run(Row row, Consumer<Compared> out) throws IOException {
    List<Server> servers = new ArrayList<>();
    try {
      servers.add(
          new Server(Jvm.side("bide", "dev.bide.bench.rows.Ours", "-XX:+UseG1GC"), load, row));
      for (String name : List.of("nio", "tokio", "netty")) {
        try {
          servers.add(new Server(peer(name), load, row));
        } catch (IOException e) {
          System.out.println("SKIPPED: " + row.name() + " against " + name + ": " + e.getMessage());
        }
      }
      for (Server server : servers) {
        server.warmUp(row);
      }
      for (int round = 0; round < ROUNDS; round++) {
        for (Server server : servers) {
          server.round(row, server == servers.getFirst());
        }
      }
      Server ours = servers.getFirst();
      for (Server other : servers.subList(1, servers.size())) {
        List<Double> ratios = new ArrayList<>();
        for (int round = 0; round < ROUNDS; round++) {
          ratios.add(ours.cpu.get(round) / other.cpu.get(round));
        }
        out.accept(
            new Compared(
                row.name(),
                other.spec.name(),
                Plan.Clock.CPU,
                Figures.of(ratios),
                other.spec.name().equals("nio") ? LIMIT : Double.NaN,
                Figures.of(ours.cpu).median(),
                Figures.of(other.cpu).median(),
                Figures.of(ours.bytes).median(),
                true));
      }
    } finally {
      for (Server server : servers) {
        server.close();
      }
    }
  }
}
