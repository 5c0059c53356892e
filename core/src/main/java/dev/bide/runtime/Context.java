package dev.bide.runtime;

import dev.bide.internal.EngineContext;
import org.jspecify.annotations.Nullable;

/**
 * What a computation is given when it is polled: the waker to arrange a wake-up with, and the
 * runtime's capabilities. Valid during the poll it was passed to, and never stored.
 *
 * <p>A runtime makes one for each of its threads with {@link #of} and passes it to {@link
 * Work#run}.
 */
public abstract class Context {
  /** For the engine. */
  protected Context() {}

  /** A context for one thread of a runtime. Used by one thread at a time. */
  public static Context of(Scheduler scheduler) {
    return new EngineContext(scheduler);
  }

  /**
   * The waker of the root that is being polled: the same object for the root's whole life, so that
   * registering it again is a comparison.
   */
  public abstract Waker waker();

  /** The runtime that polls. */
  public abstract Scheduler scheduler();

  /**
   * A capability of the runtime.
   *
   * @throws MissingCapabilityException when the runtime does not offer it
   */
  public abstract <C> C capability(Class<C> type);

  /** A capability of the runtime, null when it does not offer it. */
  public abstract <C> @Nullable C capabilityOrNull(Class<C> type);
}
