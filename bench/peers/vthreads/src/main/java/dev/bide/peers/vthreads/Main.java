package dev.bide.peers.vthreads;

import dev.bide.peers.side.Batch;
import dev.bide.peers.side.Peer;
import dev.bide.peers.side.Sides;
import java.io.IOException;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import org.jspecify.annotations.Nullable;

/** Virtual threads as a peer. The script {@code run} has the options that make it one carrier. */
public final class Main implements Peer {
  private static final Map<String, Row> ROWS =
      new TreeMap<>(
          Map.ofEntries(
              Map.entry("spawn-join", SpawnJoin::run),
              Map.entry("yield-100", Yield::run),
              Map.entry("oneshot", Oneshot::run),
              Map.entry("channel-pingpong", PingPong::run),
              Map.entry("mutex", Mutex::run),
              Map.entry("timer", Timers::arm),
              Map.entry("race-timeout", Timers::race),
              Map.entry("join-100", Join::run),
              Map.entry("wake-foreign", WakeForeign::run),
              Map.entry("async3", Calls::three),
              Map.entry("depth-1", n -> Calls.depth(1, n)),
              Map.entry("depth-10", n -> Calls.depth(10, n)),
              Map.entry("depth-100", n -> Calls.depth(100, n))));

  private Main() {}

  /** Serves on standard input; see the README. */
  public static void main(String[] arguments) throws Exception {
    Sides.main(arguments, new Main());
  }

  @Override
  public Set<String> rows() {
    return ROWS.keySet();
  }

  @Override
  public Set<String> kinds() {
    return Set.of("sleep", "channel", "socket");
  }

  @Override
  public boolean echoes() {
    return true;
  }

  /** In a virtual thread: the row's own task is one of the runtime's. */
  @Override
  public @Nullable Batch row(String name, long n) throws InterruptedException, ExecutionException {
    Row row = ROWS.get(name);
    if (row == null) {
      return null;
    }
    var task = new FutureTask<>(() -> row.run(n));
    Thread.startVirtualThread(task);
    return task.get();
  }

  @Override
  public @Nullable Waiting memory(String kind, int count) throws Exception {
    return Memory.run(kind, count);
  }

  @Override
  public int echo(int port) throws IOException {
    return Echo.start(port);
  }

  interface Row {
    Batch run(long n) throws Exception;
  }
}
