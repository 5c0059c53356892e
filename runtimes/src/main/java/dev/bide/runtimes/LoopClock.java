package dev.bide.runtimes;

import java.util.concurrent.locks.LockSupport;

/** A loop's time, and where it sleeps while it has no sockets. Virtual in tests. */
interface LoopClock {
  /** The machine's. */
  LoopClock SYSTEM =
      new LoopClock() {
        @Override
        public long nanoTime() {
          return System.nanoTime();
        }

        @Override
        public void park(long nanos) {
          if (nanos == FOREVER) {
            LockSupport.park(this);
          } else {
            LockSupport.parkNanos(this, nanos);
          }
        }
      };

  /** Until woken. */
  long FOREVER = Long.MAX_VALUE;

  /** Nanoseconds since any fixed point. */
  long nanoTime();

  /** Sleeps on the calling thread, until it is unparked or interrupted or for a time at most. */
  void park(long nanos);
}
