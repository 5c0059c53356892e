package dev.bide.runtimes;

/** Time that stands still but where the loop sleeps: then it goes on to the end of that sleep. */
final class VirtualClock extends LoopClock {
  private long now = 1_000_000;
  int parks;
  int reads;

  /** What happens instead of sleeping until woken. */
  Runnable asleep =
      () -> {
        throw new AssertionError("the loop sleeps, and nothing is there to wake it");
      };

  @Override
  long nanoTime() {
    reads++;
    return now;
  }

  @Override
  void park(long nanos) {
    parks++;
    if (nanos == FOREVER) {
      asleep.run();
    } else {
      now += nanos;
    }
  }

  void advance(long nanos) {
    now += nanos;
  }
}
