package dev.bide.runtimes;

import java.util.concurrent.locks.LockSupport;

/** A loop's time, and where it sleeps while it has no sockets: the machine's. Virtual in tests. */
class LoopClock {
  /** The machine's. */
  static final LoopClock SYSTEM = new LoopClock();

  /** Until woken. */
  static final long FOREVER = Long.MAX_VALUE;

  /** For {@link #SYSTEM}, and for tests. */
  LoopClock() {}

  /** Nanoseconds since any fixed point. */
  long nanoTime() {
    return System.nanoTime();
  }

  /** Sleeps on the calling thread, until it is unparked or interrupted or for a time at most. */
  void park(long nanos) {
    if (nanos == FOREVER) {
      LockSupport.park(this);
    } else {
      LockSupport.parkNanos(this, nanos);
    }
  }
}
