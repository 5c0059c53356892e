package dev.bide.peers.side;

import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Checks that a peer's rows do what they say. */
final class SelfTest {
  /** How often the word goes from one task to another in one operation. */
  private static final Map<String, Integer> SWITCHES =
      Map.of("yield-100", 1, "oneshot", 1, "channel-pingpong", 2, "mutex", 1);

  private SelfTest() {}

  interface Run {
    @Nullable Batch run(String row, long n) throws Exception;
  }

  interface Memory {
    String memory(String kind, int count) throws Exception;
  }

  /** Throws at the first check that fails; returns how many held. */
  static int run(Peer peer, Run run, Memory memory) throws Exception {
    check(Probe.ON, "the probe is switched on before it is used");
    check(run.run("no-such-row", 1) == null, "there is no such row");
    check(memory.memory("nothing", 1).endsWith("unsupported"), "there is no such kind");
    planted();
    int passed = 7;
    for (String row : peer.rows()) {
      for (long n : new long[] {1, 100, 10_000}) {
        Probe.reset();
        Batch batch = run.run(row, n);
        if (batch == null) {
          throw new AssertionError(row + " is unsupported");
        }
        Integer times = SWITCHES.get(row);
        if (times != null) {
          check(switched(batch.done() * times, Probe.switches()), row + ": " + Probe.switches());
        }
      }
      passed++;
    }
    for (String kind : peer.kinds()) {
      String answer = memory.memory(kind, 100);
      check(answer.matches("memory " + kind + " 100 [0-9.]+ -?[0-9.]+"), answer);
      passed++;
    }
    if (peer.echoes()) {
      echo(peer.echo(0));
      passed++;
    }
    return passed;
  }

  /** Whether another task had the word as often as it should; the start and the end may differ. */
  private static boolean switched(long wanted, long seen) {
    return seen >= wanted - wanted / 100 && seen <= wanted + 2;
  }

  /** The checks against batches that are wrong: each must be found. */
  private static void planted() {
    check(Sides.complete(1000, new Batch(1000, 0, 0, 0)), "1000 are 1000");
    check(!Sides.complete(1000, new Batch(999, 0, 0, 0)), "one too few is found");
    check(!Sides.complete(1000, new Batch(1100, 0, 0, 0)), "too many are found");
    check(switched(1000, 1000), "1000 turns are 1000");
    check(!switched(1000, 20), "no turns taken is found");
    check(!switched(1000, 2000), "twice the turns is found");
    Probe.reset();
    Probe.ran(1);
    Probe.ran(1);
    Probe.ran(2);
    check(Probe.switches() == 2, "who goes on is no switch");
  }

  private static void echo(int port) throws IOException {
    try (var connection = new Socket(InetAddress.getLoopbackAddress(), port)) {
      for (int size : new int[] {1, 64, 1024, 100_000}) {
        byte[] sent = new byte[size];
        for (int i = 0; i < size; i++) {
          sent[i] = (byte) (i % 251);
        }
        connection.getOutputStream().write(sent);
        byte[] back = connection.getInputStream().readNBytes(size);
        check(Arrays.equals(sent, back), "the echo of " + size + " bytes is another");
      }
    }
  }

  private static void check(boolean holds, String what) {
    if (!holds) {
      throw new AssertionError(what);
    }
  }
}
