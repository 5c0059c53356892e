package dev.bide;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A computation that may fail in two unrelated ways: {@code await()} declares both kinds, and a
 * block around it sums them up.
 *
 * @param <T> the value
 * @param <X> one kind of exception
 * @param <Y> the other
 */
public interface Throws2<T extends @Nullable Object, X extends Exception, Y extends Exception>
    extends Async<T, Exception> {
  @Override
  default T await() throws X, Y {
    throw dev.bide.internal.Blocks.notWoven("await()");
  }

  @Override
  default TimedThrows2<T, X, Y> timeout(Duration limit) {
    return dev.bide.internal.Both.timed(Async.super.timeout(limit));
  }

  @Override
  default Throws2<T, X, Y> shared() {
    return new dev.bide.internal.Shared.OfTwo<>(this);
  }
}
