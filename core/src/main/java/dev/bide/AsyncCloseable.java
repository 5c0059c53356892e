package dev.bide;

import org.jspecify.annotations.Nullable;

/**
 * A resource whose closing may wait. In a block, try-with-resources over one awaits {@link
 * #closeAsync}, whatever the variable's static type.
 *
 * <pre>{@code
 * try (var connection = TcpStream.connect(host, port).await()) {
 *   …
 * } // waits until it is closed
 * }</pre>
 *
 * @param <X> the kind of exception closing throws
 */
public interface AsyncCloseable<X extends Exception> extends AutoCloseable {
  /** Closes the resource and waits until it is closed. Closing twice does nothing. */
  Async<@Nullable Void, X> closeAsync();

  /**
   * What try-with-resources calls; inside a block it waits for {@link #closeAsync}. Called from
   * plain code it releases at once and waits for nothing, where the resource can do that and says
   * so by overriding this method.
   *
   * @throws IllegalStateException where the resource cannot be released without waiting
   */
  @Override
  default void close() throws X {
    throw new IllegalStateException(
        getClass().getName()
            + " cannot be closed without waiting: inside a block write closeAsync().await(), or"
            + " open it in try-with-resources; from plain code, run such a block on a runtime");
  }
}
