package dev.bide.runtime;

import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Posted work from any thread, without nodes: a stack that is taken whole and reversed. Many
 * producers, one consumer.
 */
public final class Inbox {
  private final AtomicReference<@Nullable Work> top = new AtomicReference<>();

  /** An empty inbox. */
  public Inbox() {}

  /**
   * Adds work. From any thread.
   *
   * @return whether the inbox was empty, so that the consumer may have to be woken
   */
  public boolean add(Work work) {
    for (; ; ) {
      Work old = top.get();
      work.nextPosted = old;
      if (top.compareAndSet(old, work)) {
        return old == null;
      }
    }
  }

  /** Whether there is nothing in it: one volatile read. */
  public boolean isEmpty() {
    return top.get() == null;
  }

  /** Delivers all that is in it, in the order in which it came. On the consumer's thread. */
  public void deliverAll() {
    Work w = takeAll();
    while (w != null) {
      Work following = w.nextPosted;
      w.nextPosted = null; // before deliver: it may be posted again from then on
      w.deliver();
      w = following;
    }
  }

  /**
   * Abandons all that is in it: the consumer will look into it no more. From any thread, so that a
   * producer that finds the consumer gone can do it after its {@link #add}.
   */
  public void abandonAll(Throwable why) {
    Work w = takeAll();
    while (w != null) {
      Work following = w.nextPosted;
      w.nextPosted = null;
      w.abandon(why);
      w = following;
    }
  }

  private @Nullable Work takeAll() {
    Work w = top.get() == null ? null : top.getAndSet(null);
    Work reversed = null;
    while (w != null) {
      Work below = w.nextPosted;
      w.nextPosted = reversed;
      reversed = w;
      w = below;
    }
    return reversed;
  }
}
