package dev.bide.sync;

import dev.bide.Async;
import dev.bide.internal.sync.OnPermits;
import dev.bide.internal.sync.Permits;
import dev.bide.weave.v1.LeafForm;
import dev.bide.weave.v1.Leaves;
import org.jspecify.annotations.Nullable;

/**
 * A number of permits that tasks take and give back; those who wait get them in the order in which
 * they began to wait. Bounds how many do something at once:
 *
 * <pre>{@code
 * try (var _ = semaphore.acquire().await()) {
 *   return fetch(url).await();
 * }
 * }</pre>
 *
 * <p>One made with {@link #of} may be used by tasks of any runtime and by plain code on any thread.
 * A {@link #local} one belongs to the confined runtime whose task first waits for it.
 */
public final class AsyncSemaphore extends OnPermits {
  private AsyncSemaphore(Permits permits) {
    super(permits);
  }

  /**
   * With {@code n} permits.
   *
   * @throws IllegalArgumentException when {@code n} is negative
   */
  public static AsyncSemaphore of(int n) {
    return new AsyncSemaphore(Permits.shared("semaphore", n));
  }

  /**
   * With {@code n} permits, for the tasks of one confined runtime.
   *
   * @throws IllegalArgumentException when {@code n} is negative
   */
  public static AsyncSemaphore local(int n) {
    return new AsyncSemaphore(Permits.local("semaphore", n));
  }

  /** Waits for a permit. A cancelled wait has taken none. */
  @LeafForm(Leaves.class)
  public Async<Permit, RuntimeException> acquire() {
    return Permits.of(this).acquire();
  }

  /** A permit if one is there and nobody waits for it; else null. */
  public @Nullable Permit tryAcquire() {
    return Permits.of(this).tryAcquire();
  }

  /** How many permits are there to be taken at the moment. */
  public int available() {
    return Permits.of(this).available();
  }

  /** A permit that was taken. Given back once; from any thread where the semaphore allows it. */
  public interface Permit extends AutoCloseable {
    /** Gives it back. Doing so twice does nothing. */
    @Override
    void close();
  }
}
