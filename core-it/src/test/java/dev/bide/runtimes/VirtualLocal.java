package dev.bide.runtimes;

/** The time of a {@link LocalRuntime} that goes on by itself whenever everything waits for it. */
public final class VirtualLocal {
  private final Clock clock = new Clock();

  /** Of a new runtime. */
  public VirtualLocal() {}

  /** To make the runtime. */
  public LocalRuntime.Builder builder() {
    return LocalRuntime.builder().clock(clock);
  }

  /** The time. */
  public long nanoTime() {
    return clock.now;
  }

  private static final class Clock extends LoopClock {
    private long now;

    @Override
    long nanoTime() {
      return now;
    }

    @Override
    void park(long nanos) {
      if (nanos == FOREVER) {
        throw new AssertionError("nothing can go on, and no timer runs");
      }
      now += nanos;
    }
  }
}
