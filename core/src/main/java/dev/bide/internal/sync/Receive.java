package dev.bide.internal.sync;

import dev.bide.Async;
import org.jspecify.annotations.Nullable;

/** Waits for one item. */
final class Receive<T> extends Receiver<T> implements Async<@Nullable T, RuntimeException> {
  private @Nullable T item;

  Receive(Channel<T> channel) {
    super(channel);
  }

  @Override
  void take(Channel<T> channel) {
    item = channel.take();
  }

  @Override
  @Nullable Object result() {
    T i = item;
    item = null;
    return i;
  }
}
