package dev.bide;

import java.util.Iterator;
import org.jspecify.annotations.Nullable;

/**
 * An async iterator: items that are waited for one by one. Used once, by one consumer; carries no
 * nulls. Read with an ordinary loop in a block, which closes the stream on every way out and waits
 * for that:
 *
 * <pre>{@code
 * for (String line : connection.lines(UTF_8).await()) { … }
 * }</pre>
 *
 * @param <T> the items
 * @param <X> the kind of exception that reading it throws
 */
public interface AsyncStream<T, X extends Exception> extends AsyncCloseable<X> {
  /**
   * For the head of an enhanced {@code for} in a block, and nowhere else: each turn of the loop
   * waits for an item.
   */
  default Turns<T> await() throws X {
    throw dev.bide.internal.Blocks.notWoven("await()");
  }

  /** What a {@code for} header over {@code stream.await()} goes through. */
  interface Turns<T> extends Iterable<T> {
    /** Never called in woven code. */
    @Override
    Iterator<T> iterator();
  }

  /**
   * Waits for the next item: null at the end. Cancelling it withdraws the request only; an item
   * that comes is kept for the next one.
   */
  Async<@Nullable T, X> next();
}
