package dev.bide;

import dev.bide.internal.Cancellation;
import java.io.Serial;
import org.jspecify.annotations.Nullable;

/**
 * Thrown at the await that a cancel reaches, so that {@code finally} and try-with-resources run. An
 * {@code Error}, so that {@code catch (Exception e)} does not swallow it. Catch it only to rethrow
 * it: a handler that swallows it gets it again at its next await.
 *
 * <p>Has no stack trace; each delivery has a fresh one.
 */
public final class Cancelled extends Error {
  @Serial private static final long serialVersionUID = 1;

  /** Not for users: leaves use {@link #byLeaf}. */
  public Cancelled(@Nullable Cancellation by) {
    super("cancelled");
    if (by == null) {
      throw new IllegalArgumentException("only the engine makes one");
    }
  }

  /**
   * For hand-written leaves: what {@code poll} throws after {@code cancel()}, once the leaf has
   * undone what it had begun.
   */
  public static Cancelled byLeaf() {
    return Cancellation.cancelled();
  }

  /** Leaves it without a stack trace. Not the constructor that does: TeaVM's Error has none. */
  @Override
  @SuppressWarnings("UnsynchronizedOverridesSynchronized") // it changes nothing
  public Throwable fillInStackTrace() {
    return this;
  }
}
