package dev.bide.internal;

import dev.bide.Async;
import dev.bide.runtime.Context;
import org.jspecify.annotations.Nullable;

/** A computation that has its outcome from the start. */
public final class Ready<T extends @Nullable Object, X extends Exception> implements Async<T, X> {
  private final @Nullable T value;
  private final @Nullable X failure;
  private boolean polled;

  /** One of the two. */
  public Ready(@Nullable T value, @Nullable X failure) {
    this.value = value;
    this.failure = failure;
  }

  @Override
  public @Nullable Object poll(Context cx) throws X {
    if (polled) {
      throw new IllegalStateException("polled after its end: a computation runs once");
    }
    polled = true;
    if (failure != null) {
      throw failure;
    }
    return value;
  }

  @Override
  public void cancel() {} // it has ended before anybody could ask
}
