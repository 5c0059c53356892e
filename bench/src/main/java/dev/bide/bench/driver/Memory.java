package dev.bide.bench.driver;

import java.io.IOException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** {@code ./bide bench memory}: what a waiting task takes, ours and each peer's. */
final class Memory {
  /** Of a sleeping task, its frame and timer included. */
  private static final double LIMIT = 200;

  /**
   * Every JVM the same: a collector whose heap shrinks to what lives, so that both figures say
   * something.
   */
  private static final List<String> FLAGS =
      List.of("-XX:+UseSerialGC", "-XX:MinHeapFreeRatio=5", "-XX:MaxHeapFreeRatio=10", "-Xmx12g");

  private final Peers peers;
  private final int tasks;
  private final int sockets;
  private final PrintStream out;

  Memory(Peers peers, int tasks, int sockets, PrintStream out) {
    this.peers = peers;
    this.tasks = tasks;
    this.sockets = sockets;
    this.out = out;
  }

  private record Each(String side, double resident, double exact) {
    /** What was allocated and lives; resident memory where that was not counted. */
    double bytes() {
      return exact > 0 ? exact : resident;
    }
  }

  /**
   * Prints the table and the line of sums.
   *
   * @return whether every peer has answered
   */
  boolean run() throws IOException {
    SideSpec ours = Jvm.side("bide", "dev.bide.bench.rows.Ours", FLAGS.toArray(String[]::new));
    boolean failed = false;
    StringBuilder sums = new StringBuilder("memory:");
    out.printf("%-10s %-10s %10s %12s %12s%n", "kind", "side", "tasks", "resident", "exact");
    for (String kind : List.of("sleep", "channel", "socket")) {
      int count = kind.equals("socket") ? sockets : tasks;
      List<Each> all = new ArrayList<>();
      ask(ours, ours, kind, count, all);
      if (kind.equals("socket")) {
        ask(ours, ours, "socket-nio", count, new ArrayList<>()); // for the table
      }
      for (SideSpec known : peers.all()) {
        SideSpec peer = known.withJvmOptions(String.join(" ", FLAGS));
        try {
          ask(peer, peers.counting(peer), kind, count, all);
        } catch (IOException e) {
          out.println("FAILED: " + kind + " of " + peer.name() + ": " + e.getMessage());
          failed = true;
        }
      }
      sums.append(all.isEmpty() ? "" : " " + kind);
      for (Each each : all) {
        sums.append(String.format(Locale.ROOT, " %s %.0f", each.side(), each.bytes()));
      }
      sums.append(verdict(kind, all)).append(';');
    }
    sums.setLength(sums.length() - 1);
    out.println(sums + " bytes per task");
    return !failed;
  }

  private static String verdict(String kind, List<Each> all) {
    double ours = all.getFirst().bytes();
    boolean lowest = all.stream().allMatch(e -> e.bytes() >= ours);
    return (lowest ? " (ours the lowest" : " (ours NOT the lowest")
        + (kind.equals("sleep")
            ? String.format(Locale.ROOT, ", limit %.0f%s)", LIMIT, ours > LIMIT ? ": OVER" : "")
            : ")");
  }

  /** Asks a side twice where its exact figure needs a build of its own. */
  private void ask(SideSpec side, SideSpec counting, String kind, int count, List<Each> all)
      throws IOException {
    Each each = ask(side, kind, count);
    if (each == null) {
      out.printf("%-10s %-10s %10s %12s%n", kind, side.name(), "-", "unsupported");
      return;
    }
    if (counting != side) {
      Each counted = ask(counting, kind, count);
      if (counted != null) {
        each = new Each(each.side(), each.resident(), counted.exact());
      }
    }
    out.printf(
        Locale.ROOT,
        "%-10s %-10s %10d %12.0f %12s%n",
        kind,
        side.name(),
        count,
        each.resident(),
        each.exact() < 0 ? "-" : String.format(Locale.ROOT, "%.0f", each.exact()));
    all.add(each);
  }

  private static @Nullable Each ask(SideSpec side, String kind, int count) throws IOException {
    try (SideProcess process = new SideProcess(side)) {
      String[] said = process.say("memory " + kind + " " + count).split(" ", -1);
      if (said.length != 5) {
        return null;
      }
      return new Each(side.name(), Double.parseDouble(said[3]), Double.parseDouble(said[4]));
    }
  }
}
