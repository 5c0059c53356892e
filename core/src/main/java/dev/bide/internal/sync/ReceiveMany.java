package dev.bide.internal.sync;

import dev.bide.Async;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;

/** Waits for one item, and takes what else is there. */
final class ReceiveMany<T> extends Receiver<T> implements Async<Integer, RuntimeException> {
  private final Collection<? super T> into;
  private final int max;
  private List<T> items = List.of();

  ReceiveMany(Channel<T> channel, Collection<? super T> into, int max) {
    reset(channel);
    if (max <= 0) {
      throw new IllegalArgumentException("how many to receive must be positive: " + max);
    }
    this.into = into;
    this.max = max;
  }

  @Override
  void take(Channel<T> channel) {
    List<T> taken = new ArrayList<>();
    do { // the first may be one that was kept for this receiver
      taken.add(channel.take());
    } while (taken.size() < max && channel.hasFree());
    items = taken;
  }

  @Override
  Object result() {
    into.addAll(items);
    int n = items.size();
    items = List.of();
    return n;
  }
}
