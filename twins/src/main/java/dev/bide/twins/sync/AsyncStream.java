package dev.bide.twins.sync;

import dev.bide.twins.Waits;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/**
 * As {@link dev.bide.AsyncStream}. A loop over {@code stream.await()} is put into a
 * try-with-resources by the sync translation.
 */
public interface AsyncStream<T, X extends Exception> extends AsyncCloseable<X> {
  /** The next item, null at the end. */
  @Waits
  @Nullable T next() throws X;

  /** For the head of a loop. */
  default Turns<T> await() throws X {
    return new Turns<>(this);
  }

  /** What a loop goes through. */
  final class Turns<T> implements Iterable<T> {
    final AsyncStream<T, ?> stream;

    Turns(AsyncStream<T, ?> stream) {
      this.stream = stream;
    }

    @Override
    public Iterator<T> iterator() {
      return new Iterator<>() {
        private @Nullable T ahead;

        @Override
        public boolean hasNext() {
          ahead = Turns.<T, RuntimeException>nextOf(stream);
          return ahead != null;
        }

        @Override
        public T next() {
          T item = ahead;
          if (item == null) {
            throw new NoSuchElementException();
          }
          return item;
        }
      };
    }

    /** Throws what {@code await()} was declared to throw. */
    @SuppressWarnings("unchecked")
    private static <T, Y extends Exception> @Nullable T nextOf(AsyncStream<T, ?> s) throws Y {
      return ((AsyncStream<T, Y>) s).next();
    }
  }
}
