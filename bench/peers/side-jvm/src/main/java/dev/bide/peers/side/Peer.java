package dev.bide.peers.side;

import java.io.IOException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One runtime that is measured. */
public interface Peer {
  /** The rows it has. */
  Set<String> rows();

  /** The kinds of {@code memory} it has. */
  Set<String> kinds();

  /** Whether it has an echo server. */
  boolean echoes();

  /**
   * Runs a batch.
   *
   * @return what it took, or null where there is no such row
   */
  default @Nullable Batch row(String name, long n) throws Exception {
    return null;
  }

  /**
   * Makes waiting tasks, which wait until the process ends.
   *
   * @return what must stay reachable while it is measured, or null where there is no such kind
   */
  default @Nullable Waiting memory(String kind, int count) throws Exception {
    return null;
  }

  /**
   * Starts an echo server on a thread of its own.
   *
   * @param port 0 for any free one
   * @return the port it listens on
   */
  default int echo(int port) throws IOException {
    throw new UnsupportedOperationException();
  }

  /**
   * Tasks that wait.
   *
   * @param before the measure that was taken before they were made
   * @param kept what keeps them reachable
   */
  record Waiting(Growth before, Object kept) {}
}
