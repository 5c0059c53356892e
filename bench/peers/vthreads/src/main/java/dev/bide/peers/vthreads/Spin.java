package dev.bide.peers.vthreads;

/** What the set-up of rows needs. */
final class Spin {
  private Spin() {}

  /** Lets the threads that were started come to where they wait: there is one carrier. */
  @SuppressWarnings("ThreadPriorityCheck") // with one carrier the order is known
  static void letOthersWait() {
    Thread.yield();
    Thread.yield();
  }
}
