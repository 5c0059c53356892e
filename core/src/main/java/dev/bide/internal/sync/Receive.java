package dev.bide.internal.sync;

import dev.bide.Async;
import dev.bide.weave.v1.Leaf;
import dev.bide.weave.v1.Suspended;
import org.jspecify.annotations.Nullable;

/** Waits for one item. */
final class Receive<T> extends Receiver<T> implements Async<@Nullable T, RuntimeException> {
  private @Nullable T item;

  Receive() {}

  /** One that an earlier call has left and that may wait again; null when there is none. */
  @SuppressWarnings("unchecked") // it has nothing of a channel in it any more
  static <T> @Nullable Receive<T> in(@Nullable Suspended spare) {
    return Leaf.in(spare) instanceof Receive<?> r && r.isFree() ? (Receive<T>) r : null;
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
