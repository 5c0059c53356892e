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
    int passed = 3;
    for (String row : peer.rows()) {
      for (long n : new long[] {1, 100, 10_000}) {
        Probe.reset();
        Batch batch = run.run(row, n);
        if (batch == null) {
          throw new AssertionError(row + " is unsupported");
        }
        Integer times = SWITCHES.get(row);
        if (times != null) {
          long wanted = batch.done() * times;
          long seen = Probe.switches();
          check(
              seen >= wanted - wanted / 100 && seen <= wanted + 2,
              row + ": " + seen + " switches between tasks, not " + wanted);
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
