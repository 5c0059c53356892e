package dev.bide.internal.stream;

import dev.bide.Poll;
import dev.bide.internal.Sleep;
import dev.bide.runtime.Context;
import java.time.Duration;

/** Numbers at times that are equally far apart. */
final class Interval extends Stage<Long, RuntimeException> {
  private final long period;
  private final Delay delay = new Delay();
  private boolean begun;
  private long start;

  /** The next number, due at {@code start + (number + 1) * period}. */
  private long number;

  Interval(Duration period) {
    this.period = Sleep.nanos(period);
    if (this.period == 0) {
      throw new IllegalArgumentException("the period must be positive: " + period);
    }
  }

  @Override
  Object pull(Context cx) {
    if (!begun) {
      begun = true;
      start = Delay.now(cx);
    }
    if (!delay.isOver(cx, Sleep.after(start, due()))) {
      return Poll.PENDING;
    }
    long passed = (Delay.now(cx) - start) / period;
    long n = Math.max(number, passed - 1);
    number = n + 1;
    return n;
  }

  private long due() {
    return number >= Long.MAX_VALUE / period - 1 ? Long.MAX_VALUE : (number + 1) * period;
  }

  @Override
  boolean withdraw(Context cx, boolean abort) {
    delay.drop(cx);
    return true;
  }

  @Override
  boolean release(Context cx, boolean abort) {
    delay.drop(cx);
    return true;
  }
}
