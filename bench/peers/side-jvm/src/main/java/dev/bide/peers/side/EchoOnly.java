package dev.bide.peers.side;

import java.util.Set;

/** A peer that has an echo server and no rows. */
public interface EchoOnly extends Peer {
  /** What an echo server reads at most at once; the same in every peer. */
  int BUFFER = 16 * 1024;

  @Override
  default Set<String> rows() {
    return Set.of();
  }

  @Override
  default Set<String> kinds() {
    return Set.of();
  }

  @Override
  default boolean echoes() {
    return true;
  }
}
