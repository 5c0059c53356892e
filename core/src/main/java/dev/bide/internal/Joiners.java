package dev.bide.internal;

import dev.bide.runtime.Waker;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for an end, from any thread: a stack that is closed once. Its top is the outcome's
 * publication: what was written before {@link #close} is seen by whoever finds it closed.
 */
@SuppressWarnings("serial") // never serialized
final class Joiners extends AtomicReference<Joiners.@Nullable Node> {
  private static final Node CLOSED = new Node();
  private static final int SWEEP = 16;

  /** A waiter. Its waker is null once it has given up. */
  static class Node {
    @Nullable Node below;
    volatile @Nullable Waker waker;

    /** Those that had given up when this was pushed, by estimate: when to sweep. */
    int depth;
  }

  Joiners() {}

  boolean isClosed() {
    return get() == CLOSED;
  }

  /** Adds a waiter; false when already closed. */
  boolean add(Node node) {
    for (; ; ) {
      Node top = get();
      if (top == CLOSED) {
        return false;
      }
      if (top != null && top.depth >= SWEEP && top.depth % SWEEP == 0 && sweep(top)) {
        continue;
      }
      node.below = top;
      node.depth = top == null ? 1 : top.depth + 1;
      if (compareAndSet(top, node)) {
        return true;
      }
    }
  }

  /**
   * Takes out the waiters that have given up, so that a long-lived task does not collect them.
   * Nodes are replaced, never relinked: others may be walking them.
   *
   * @return whether the stack has changed
   */
  private boolean sweep(Node top) {
    int gone = 0;
    int all = 0;
    for (Node n = top; n != null; n = n.below) {
      all++;
      if (n.waker == null) {
        gone++;
      }
    }
    if (gone * 2 < all || !compareAndSet(top, null)) {
      return false;
    }
    for (Node n = top; n != null; ) {
      Node below = n.below;
      Waker w = n.waker;
      if (w != null && !add(n)) {
        w.wake(); // closed meanwhile
      }
      n = below;
    }
    return true;
  }

  /** Closes it and wakes all; whether anybody was waiting. */
  boolean close() {
    Node n = getAndSet(CLOSED);
    boolean any = false;
    while (n != null && n != CLOSED) {
      Waker w = n.waker;
      if (w != null) {
        any = true;
        w.wake();
      }
      n = n.below;
    }
    return any;
  }
}
