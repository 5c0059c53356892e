package dev.bide.runtime;

import org.jspecify.annotations.Nullable;

/** A first-in first-out queue of scheduled work, without nodes. For one thread. */
public final class WorkQueue {
  private @Nullable Work head;

  /** The last, where there is more than one: a store less for a queue of one. */
  private @Nullable Work tail;

  /** An empty queue. */
  public WorkQueue() {}

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return head == null;
  }

  /** How much is in it. Counts, so it is for what happens once in many turns. */
  public int size() {
    int n = 0;
    for (Work w = head; w != null; w = w.next) {
      n++;
    }
    return n;
  }

  /** Puts work at the end. Work is in one queue at a time. */
  public void add(Work work) {
    Work first = head;
    if (first == null) {
      head = work;
      return;
    }
    Work last = tail;
    (last == null ? first : last).next = work;
    tail = work;
  }

  /** Takes the first, null when there is none. */
  public @Nullable Work poll() {
    Work first = head;
    if (first != null) {
      Work second = first.next;
      if (second == null) {
        head = null;
      } else {
        head = second;
        first.next = null;
        if (second == tail) {
          tail = null;
        }
      }
    }
    return first;
  }

  /** Takes all of it into a queue of its own, so that one turn runs what was ready at its start. */
  public void moveTo(WorkQueue other) {
    Work first = head;
    if (first == null) {
      return;
    }
    Work last = tail;
    Work before = other.head;
    if (before == null) {
      other.head = first;
      other.tail = last;
    } else {
      Work end = other.tail;
      (end == null ? before : end).next = first;
      other.tail = last == null ? first : last;
    }
    head = null;
    tail = null;
  }
}
