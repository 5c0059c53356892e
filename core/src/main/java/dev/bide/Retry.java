package dev.bide;

import java.time.Duration;
import java.util.function.Predicate;

/**
 * How often to try again, after which waits, and after which failures. Immutable.
 *
 * <pre>{@code
 * retry(Retry.times(5).exponential(ofMillis(50), ofSeconds(2)).on(IOException.class), () -> fetch(u).await())
 * }</pre>
 */
public final class Retry {
  private final int tries;
  private final Duration first;
  private final Duration max;
  private final boolean jitter;
  private final Predicate<? super Throwable> when;

  private Retry(
      int tries, Duration first, Duration max, boolean jitter, Predicate<? super Throwable> when) {
    this.tries = tries;
    this.first = first;
    this.max = max;
    this.jitter = jitter;
    this.when = when;
  }

  /**
   * At most {@code n} tries in all, one after the other without a wait.
   *
   * @throws IllegalArgumentException when {@code n} is not positive
   */
  public static Retry times(int n) {
    if (n <= 0) {
      throw new IllegalArgumentException("tries must be positive: " + n);
    }
    return new Retry(n, Duration.ZERO, Duration.ZERO, false, e -> true);
  }

  /** No limit. */
  public static Retry forever() {
    return times(Integer.MAX_VALUE);
  }

  /** Waits {@code first} after the first failure, twice that after the next, up to {@code max}. */
  public Retry exponential(Duration first, Duration max) {
    return new Retry(tries, first, max, jitter, when);
  }

  /** Waits a random part of each wait, from half of it up: by the runtime's randomness. */
  public Retry jitter() {
    return new Retry(tries, first, max, true, when);
  }

  /** Only after failures that {@code p} accepts. */
  public Retry when(Predicate<? super Throwable> p) {
    return new Retry(tries, first, max, jitter, p);
  }

  /** Only after failures of a kind. */
  public Retry on(Class<? extends Throwable> kind) {
    return when(kind::isInstance);
  }

  /** How many tries in all; {@code Integer.MAX_VALUE} for no limit. */
  public int tries() {
    return tries;
  }

  /** Whether another try makes sense after {@code failure}. */
  public boolean accepts(Throwable failure) {
    return when.test(failure);
  }

  /** Whether waits are shortened at random. */
  public boolean isJittered() {
    return jitter;
  }

  /**
   * The wait before the next try.
   *
   * @param failures how many tries have failed, from 1
   */
  public Duration delayAfter(int failures) {
    if (first.isZero()) {
      return first;
    }
    if (failures > 62) {
      return max;
    }
    long times = 1L << (failures - 1);
    return first.compareTo(max.dividedBy(times)) > 0 ? max : first.multipliedBy(times);
  }
}
