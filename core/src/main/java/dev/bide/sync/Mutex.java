package dev.bide.sync;

import dev.bide.Async;
import dev.bide.internal.sync.OnPermits;
import dev.bide.internal.sync.Permits;
import dev.bide.weave.v1.LeafForm;
import dev.bide.weave.v1.Leaves;
import org.jspecify.annotations.Nullable;

/**
 * Mutual exclusion between tasks, across awaits. Those who wait get it in the order in which they
 * began to wait. Not reentrant: a task that waits for a lock it holds waits for ever.
 *
 * <pre>{@code
 * try (var _ = mutex.lock().await()) {
 *   …
 * }
 * }</pre>
 *
 * <p>Between two awaits, tasks of a confined runtime need none: nothing else runs there. One made
 * with {@link #create} may be used by tasks of any runtime; a {@link #local} one belongs to the
 * confined runtime whose task first waits for it.
 */
public final class Mutex extends OnPermits {
  private Mutex(Permits permits) {
    super(permits);
  }

  /** For tasks of any runtime. */
  public static Mutex create() {
    return new Mutex(Permits.shared("mutex", 1));
  }

  /** For the tasks of one confined runtime. */
  public static Mutex local() {
    return new Mutex(Permits.local("mutex", 1));
  }

  /** Waits for the lock. A cancelled wait has not taken it. */
  @LeafForm(Leaves.class)
  public Async<Guard, RuntimeException> lock() {
    return Permits.of(this).lock();
  }

  /** The lock if nobody has it and nobody waits for it; else null. */
  public @Nullable Guard tryLock() {
    return Permits.of(this).tryAcquire();
  }

  /** Whether somebody has it at the moment. */
  public boolean isLocked() {
    return Permits.of(this).available() == 0;
  }

  /** A lock that is held. */
  public interface Guard extends AutoCloseable {
    /** Lets go of it. Doing so twice does nothing. */
    @Override
    void close();
  }
}
