package dev.bide.internal;

import dev.bide.runtime.Scheduler;
import dev.bide.runtime.Waker;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReferenceFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * Who waits for a root's end, from any thread: a stack that is closed once. Its top, {@link
 * JoinedRoot#joiners}, is the outcome's publication: what was written before {@link #close} is seen
 * by whoever finds it closed.
 *
 * <pre>
 *           add, any thread             close, who polls the root, or abandons it
 *   null --------------------> a Node ------------------------------------------> a Closed
 *     |__________________________________________________________________________^
 * </pre>
 */
final class Joiners {
  /** Closed in the usual way. Asked for before other kinds are, whose classes would be loaded. */
  private static final Closed CLOSED = new Closed();

  private static final int SWEEP = 16;

  private static final AtomicReferenceFieldUpdater<JoinedRoot, @Nullable Node> TOP =
      AtomicReferenceFieldUpdater.newUpdater(JoinedRoot.class, Node.class, "joiners");

  private static final AtomicReferenceFieldUpdater<Node, @Nullable Waker> WAKER =
      AtomicReferenceFieldUpdater.newUpdater(Node.class, Waker.class, "waker");

  /** A place in the stack: a waiter, or what stands for one. */
  static class Node {
    @Nullable Node below;

    /** Null once it has given up, or was woken. */
    volatile @Nullable Waker waker;

    /** How many were in the stack when this was pushed: when to sweep. */
    int depth;

    /** Who waits here. */
    Node waiter() {
      return this;
    }

    /** Whether it would see a failure. */
    boolean seesFailure() {
      return true;
    }

    /** Takes its waker away; null when it has given up, or somebody else has taken it. */
    final @Nullable Waker takeWaker() {
      return WAKER.getAndSet(this, null);
    }
  }

  /** A waiter's place after a sweep. */
  private static final class Moved extends Node {
    private final Node waiter;

    private Moved(Node waiter) {
      this.waiter = waiter;
    }

    /** As a node: most tasks never need one, and a verifier that sees the class would load it. */
    static Node of(Node waiter) {
      return new Moved(waiter);
    }

    @Override
    Node waiter() {
      return waiter;
    }
  }

  /** The top of a closed stack. */
  private static class Closed extends Node {}

  /** The top of a stack that was closed because the task will never run again. */
  private static final class Abandoned extends Closed {
    private final Throwable why;

    private Abandoned(Throwable why) {
      this.why = why;
    }

    static Closed of(Throwable why) {
      return new Abandoned(why);
    }
  }

  /**
   * The top of a stack that was closed with a failure: reports it once it is certain that none of
   * those who waited will see it, since all have given up.
   */
  private static final class Failed extends Closed {
    private static final int SEEN = 1 << 30;

    private final Scheduler scheduler;
    private final String what;
    private final Throwable failure;

    /** Those who may still see it, and the one who closes. */
    private final AtomicInteger mayStillSee = new AtomicInteger(1);

    private Failed(Scheduler scheduler, String what, Throwable failure) {
      this.scheduler = scheduler;
      this.what = what;
      this.failure = failure;
    }

    static void close(JoinedRoot root, String what, Throwable failure) {
      Failed closed = new Failed(root.task.scheduler, what, failure);
      Joiners.close(root, closed);
      closed.oneLess();
    }

    void oneMore() {
      mayStillSee.incrementAndGet();
    }

    void oneLess() {
      if (mayStillSee.decrementAndGet() == 0) {
        scheduler.failed(what, failure);
      }
    }

    void seen() {
      mayStillSee.addAndGet(SEEN);
    }
  }

  private Joiners() {}

  static boolean isClosed(JoinedRoot root) {
    return root.joiners instanceof Closed;
  }

  /** Adds a waiter; false when already closed. */
  static boolean add(JoinedRoot root, Node node) {
    for (; ; ) {
      Node top = root.joiners;
      if (top instanceof Closed) {
        return false;
      }
      if (top != null && top.depth >= SWEEP && top.depth % SWEEP == 0 && sweep(root, top)) {
        continue;
      }
      node.below = top;
      node.depth = top == null ? 1 : top.depth + 1;
      if (TOP.compareAndSet(root, top, node)) {
        return true;
      }
    }
  }

  /**
   * Takes out the waiters that have given up, so that a long-lived task does not collect them. The
   * others are in the stack all the time: they get new places, since somebody else may be walking
   * the old ones.
   *
   * @return whether the stack has changed
   */
  private static boolean sweep(JoinedRoot root, Node top) {
    int gone = 0;
    int all = 0;
    for (Node n = top; n != null; n = n.below) {
      all++;
      if (n.waiter().waker == null) {
        gone++;
      }
    }
    if (gone * 2 < all) {
      return false;
    }
    Node swept = null;
    for (Node n = top; n != null; n = n.below) {
      if (n.waiter().waker != null) {
        Node moved = Moved.of(n.waiter());
        moved.below = swept;
        moved.depth = swept == null ? 1 : swept.depth + 1;
        swept = moved;
      }
    }
    if (!TOP.compareAndSet(root, top, swept)) {
      return true; // look again
    }
    for (Node n = top; n != null; ) { // a waiter outlives its old place, and keeps nobody else's
      Node below = n.below;
      n.below = null;
      n = below;
    }
    return true;
  }

  /** Closes it and wakes all. */
  static void close(JoinedRoot root) {
    close(root, CLOSED);
  }

  /**
   * Closes it with a failure and wakes all. If nobody waits for the outcome, or all who do give up
   * before they have seen it, the failure is reported.
   */
  static void closeFailed(JoinedRoot root, String what, Throwable failure) {
    Failed.close(root, what, failure);
  }

  /** Closes it, and wakes all: they get {@code why} for an outcome. */
  static void closeAbandoned(JoinedRoot root, Throwable why) {
    close(root, Abandoned.of(why));
  }

  /** Why the task will never run again, once it is closed for that; else null. */
  static @Nullable Throwable abandonedFor(JoinedRoot root) {
    Node top = root.joiners;
    return top != CLOSED && top instanceof Abandoned a ? a.why : null;
  }

  private static void close(JoinedRoot root, Closed closed) {
    for (Node n = TOP.getAndSet(root, closed); n != null; n = n.below) {
      Node waiter = n.waiter();
      Failed seen = waiter.seesFailure() && closed instanceof Failed f ? f : null;
      if (seen != null) {
        seen.oneMore(); // before its waker is taken: see gaveUp
      }
      Waker w = waiter.takeWaker();
      if (w != null) {
        w.wake();
      } else if (seen != null) {
        seen.oneLess(); // has given up, or found it closed before it was woken
      }
    }
  }

  /** A waiter that was added gives up. */
  static void gaveUp(JoinedRoot root, Node waiter) {
    if (waiter.takeWaker() == null
        && root.joiners instanceof Failed failed
        && waiter.seesFailure()) {
      failed.oneLess(); // it was counted when its waker was taken
    }
  }

  /** Somebody has got the outcome. */
  static void seen(JoinedRoot root) {
    Node top = root.joiners;
    if (top != CLOSED && top instanceof Failed failed) {
      failed.seen();
    }
  }
}
