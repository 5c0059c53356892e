package dev.bide.internal.sync;

import dev.bide.runtime.Waker;
import org.jspecify.annotations.Nullable;

/**
 * One who waits for a primitive. The fields are touched inside the primitive's {@link Access} only,
 * but {@link #woken}'s, which belongs to who is waking.
 */
abstract class Waiter {
  @Nullable Waiter before;
  @Nullable Waiter behind;
  @Nullable Waker waker;

  /** The next one to be woken after this one, and with which waker this one is to be woken. */
  @Nullable Waiter nextWoken;

  /** Whether it was in a list of those to be woken: it never waits again. Inside. */
  boolean listed;

  @Nullable Waker woken;
}
