package dev.bide.examples.sensor;

import dev.bide.runtime.Waker;
import org.jspecify.annotations.Nullable;

/**
 * A bounded channel of numbers from interrupt handlers to the task. A library's channel carries
 * objects, and so each number in one.
 */
final class Ring {
  private final int[] items;
  private int first;
  private int size;
  private int overruns;
  private @Nullable Waker waker;

  /** With room for so many. */
  Ring(int capacity) {
    this.items = new int[capacity];
  }

  /** Puts one in; where there is no room it is lost and counted. By an interrupt handler. */
  void offer(int item) {
    if (size == items.length) {
      overruns++;
      return;
    }
    items[(first + size++) % items.length] = item;
    Waker w = waker;
    if (w != null) {
      w.wake();
    }
  }

  /** Takes the oldest, which is there. */
  int take() {
    if (size == 0) {
      throw new IllegalStateException("nothing is there");
    }
    int item = items[first];
    first = (first + 1) % items.length;
    size--;
    return item;
  }

  boolean isEmpty() {
    return size == 0;
  }

  int size() {
    return size;
  }

  int overruns() {
    return overruns;
  }

  /** Whom to wake when something comes; null for nobody. */
  void wakes(@Nullable Waker w) {
    if (waker != w) {
      waker = w;
    }
  }
}
