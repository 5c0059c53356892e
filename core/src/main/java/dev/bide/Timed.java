package dev.bide;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A computation with a time limit. */
public interface Timed<T extends @Nullable Object, X extends Exception> extends Async<T, X> {
  /**
   * How long it may take to end after the limit has cancelled it; then it is aborted: each await of
   * it throws, in {@code finally} too. Without a grace period it may take any time. To be called
   * before it is awaited.
   *
   * @return this
   * @throws IllegalStateException when the limit runs already
   */
  Async<T, X> grace(Duration time);
}
