package dev.bide.runtime;

import org.jspecify.annotations.Nullable;

/** A first-in first-out queue of scheduled work, without nodes. For one thread. */
public final class WorkQueue {
  private @Nullable Work head;
  private @Nullable Work tail;

  /** An empty queue. */
  public WorkQueue() {}

  /** Whether there is nothing in it. */
  public boolean isEmpty() {
    return head == null;
  }

  /** Puts work at the end. Work is in one queue at a time. */
  public void add(Work work) {
    Work last = tail;
    if (last == null) {
      head = work;
    } else {
      last.next = work;
    }
    tail = work;
  }

  /** Takes the first, null when there is none. */
  public @Nullable Work poll() {
    Work first = head;
    if (first != null) {
      Work second = first.next;
      head = second;
      if (second == null) {
        tail = null;
      } else {
        first.next = null;
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
    Work last = other.tail;
    if (last == null) {
      other.head = first;
    } else {
      last.next = first;
    }
    other.tail = tail;
    head = null;
    tail = null;
  }
}
