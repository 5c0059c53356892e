package dev.bide.runtimes;

import dev.bide.runtime.Alarm;
import dev.bide.runtime.Timers;

/**
 * The timers of one loop. The clock is read afresh for each caller, so that a sleep that begins
 * late in a long turn does not end early; the loop itself reads it once a round.
 */
final class LocalTimers implements Timers {
  private final LoopClock clock;
  private final TimerWheel wheel;

  LocalTimers(LoopClock clock, TimerWheel wheel) {
    this.clock = clock;
    this.wheel = wheel;
  }

  @Override
  public long nanoTime() {
    return clock.nanoTime();
  }

  @Override
  public void schedule(Alarm alarm, long deadlineNanos) {
    wheel.schedule(alarm, deadlineNanos);
  }

  @Override
  public void cancel(Alarm alarm) {
    wheel.cancel(alarm);
  }
}
