package dev.bide.twins.sync;

import org.jspecify.annotations.Nullable;

/** The resource that the sync translation of a loop over a stream is put into. */
public final class ForLoop<X extends Exception> implements AutoCloseable {
  private AsyncStream.@Nullable Turns<?> turns;

  /** A loop whose stream is not known yet. */
  public ForLoop() {}

  /** What it goes through. */
  public <T> Iterable<T> over(AsyncStream.Turns<T> t) {
    turns = t;
    return t;
  }

  @Override
  @SuppressWarnings("unchecked") // the translation says what the stream throws
  public void close() throws X {
    if (turns != null) {
      ((AsyncStream<?, X>) turns.stream).close();
    }
  }
}
