package dev.bide.bench.driver;

import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** The peers in {@code bench/peers} that this machine could build. */
final class Peers {
  private static final List<String> NAMES = List.of("tokio", "smol", "go", "vthreads", "kotlin");

  private final List<SideSpec> there = new ArrayList<>();

  private Peers() {}

  /** None, because they were not asked for. */
  static Peers none() {
    return new Peers();
  }

  /** Starts each once to see whether it is there, and says loudly which are not. */
  static Peers find(Path root, PrintStream out) {
    Peers peers = new Peers();
    Path run = root.resolve("bench/peers/run");
    for (String name : NAMES) {
      SideSpec spec = spec(run, name);
      String why = Files.exists(run) ? whyNot(spec) : "bench/peers is not there";
      if (why.isEmpty()) {
        peers.there.add(spec);
      } else {
        out.println("SKIPPED: the peer " + name + ": " + why + " (see bench/peers/build)");
      }
    }
    return peers;
  }

  /** How one is started; {@code run} is the script that does it. */
  static SideSpec spec(Path run, String name) {
    return new SideSpec(name, List.of("bash", run.toString(), name));
  }

  private static String whyNot(SideSpec spec) {
    try (SideProcess process = new SideProcess(spec)) {
      String said = process.say("no-such-row 1");
      return said.equals("no-such-row unsupported") ? "" : "it says '" + said + "'";
    } catch (IOException e) {
      return "it does not start";
    }
  }

  /** The build of a peer that counts what it allocates, where that is another; else itself. */
  SideSpec counting(SideSpec peer) {
    if (!peer.name().equals("tokio") && !peer.name().equals("smol")) {
      return peer;
    }
    return peer.with("--counting");
  }

  List<SideSpec> all() {
    return there;
  }
}
