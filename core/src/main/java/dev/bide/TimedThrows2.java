package dev.bide;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** A computation with a time limit that may fail in two unrelated ways. */
public interface TimedThrows2<T extends @Nullable Object, X extends Exception, Y extends Exception>
    extends Throws2<T, X, Y>, Timed<T, Exception> {
  @Override
  Throws2<T, X, Y> grace(Duration time);
}
