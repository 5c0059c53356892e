package dev.bide.internal;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.runtime.Waker;
import dev.bide.weave.v1.Frame;
import dev.bide.weave.v1.Prim;
import dev.bide.weave.v1.Startable;
import dev.bide.weave.v1.Suspended;
import dev.bide.weave.v1.Weave;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * What a chain of awaits hangs from: a task's body ({@link TaskCore}), a combinator's child, a
 * {@code start} child (both {@link ChildRoot}), an operator's child ({@link LooseRoot}). Its own
 * waker. The task polls it when it was woken, never through the roots above it.
 *
 * <pre>
 *            wake            task's turn             value, exception
 *   waiting -------> queued ------------> running ------------------> ended
 *      ^                ^                   |  |
 *      |                |__ woken meanwhile_|  |
 *      |___________________ PENDING ___________|
 * </pre>
 *
 * <p>{@link #phase} has all of that and where it is queued, since the processor takes fewer stores
 * at a time than anything else: a turn that ends in {@code PENDING} writes it three times.
 *
 * <p>Fields without {@code volatile} belong to whoever polls the task. {@link #posted} may be set
 * by any thread: a set bit means that this root is in an inbox (the task's own under a migrating
 * scheduler, else the scheduler's), or about to be.
 */
abstract class Root extends Chain implements Waker {
  private static final int WAKE = 1;
  private static final int CANCEL = 2;
  private static final int ABORTED = 4;

  /** Not a message, and stays: the end of a task has begun, or its abandonment. */
  private static final int ENDING = 8;

  /** It waits, and is in no queue. */
  private static final byte WAITING = 0;

  /** In {@link #phase}, where it is queued; none of these for nowhere. */
  static final int QUEUED = 7;

  /** In one of the task's lists, or taken from there. */
  static final int IN_LIST = 1;

  /** Of a main root: before all that is in the list of those that were woken. */
  static final int FIRST_WOKEN = 2;

  /** Of a main root: before all that is in the list for the next turn. */
  static final int FIRST_NEXT = 3;

  /** Itself what the scheduler runs: before all others. */
  static final int SCHEDULED_FIRST = 4;

  private static final byte RUNNING = 8;

  /** It has ended, and {@link #held} is its value. */
  private static final byte BY_VALUE = 16;

  /** It has ended, and {@link #held} is what it has thrown. */
  private static final byte BY_FAILURE = 32;

  private static final AtomicIntegerFieldUpdater<Root> POSTED =
      AtomicIntegerFieldUpdater.newUpdater(Root.class, "posted");

  final TaskCore<?, ?> task;

  /** In one of the task's lists of roots that are to be polled. */
  @Nullable Root readyNext;

  /** What it does, and where it is queued. */
  private byte phase = WAITING;

  private volatile int posted;

  /**
   * Of a task.
   *
   * @param task null for the task's main root, which is the task itself
   */
  Root(@Nullable TaskCore<?, ?> task, @Nullable Async<?, ?> body) {
    super(body);
    this.task = task == null ? (TaskCore<?, ?>) this : task;
  }

  @Override
  final Root root() {
    return this;
  }

  /** Who is told of the end; null for none. */
  abstract @Nullable Object owner();

  /** Tells whom it concerns that it has ended. */
  abstract void afterEnd();

  /** Whether it has ended, for whoever polls the task. */
  public final boolean hasEnded() {
    return phase >= BY_VALUE;
  }

  /** Whether it is being polled, or one that it polls is. */
  public final boolean isRunning() {
    return (phase & RUNNING) != 0;
  }

  /**
   * Whether it is being polled, or a root is that it cannot end before: a child of what it waits
   * for. Whoever is inside it cannot wait for its end.
   */
  public final boolean isRunningInside() {
    return isRunning() || (!hasEnded() && isInside(Traces.leafOf(this)));
  }

  /** Whether a root is being polled that what is awaited cannot end before. */
  static boolean isInside(@Nullable Object awaited) {
    if (awaited instanceof Block<?, ?> byHand) {
      return isInside(byHand.waitsFor());
    }
    return awaited instanceof Combinator<?, ?> c
        ? c.isChildRunning()
        : awaited instanceof Enclosing e && e.isInside();
  }

  /** Whether it has ended, and is queued nowhere in its task. */
  final boolean isFree() {
    return phase == BY_VALUE || phase == BY_FAILURE;
  }

  /**
   * Makes one that {@linkplain #isFree is free} one that has not run. Who still has it as a waker
   * may wake it all the same, from any thread: then it is polled without a reason.
   */
  final void renew() {
    phase = WAITING;
    bits = FRESH;
  }

  /** Where it is queued. */
  final int queue() {
    return phase & QUEUED;
  }

  /** Whether it waits, and is itself what the scheduler runs. */
  final boolean isScheduledFirst() {
    return phase == SCHEDULED_FIRST;
  }

  /** Whether it waits, and is before all that is in the list for the next turn. */
  final boolean isFirstNext() {
    return phase == FIRST_NEXT;
  }

  /** Says where it is queued. */
  final void queue(int where) {
    phase = (byte) (phase & ~QUEUED | where);
  }

  /** The same for one that waits, and was queued nowhere. */
  final void queueWaiting(int where) {
    phase = (byte) where;
  }

  /** What it waits for, when that is not known to its innermost frame. */
  @Nullable Object waitsFor() {
    return hasEnded() ? null : held;
  }

  /** Its value; null when it has none. */
  public final @Nullable Object value() {
    return (phase & BY_VALUE) != 0 ? held : null;
  }

  /** What it has thrown; null when it has not. */
  final @Nullable Throwable failure() {
    return (phase & BY_FAILURE) != 0 ? (Throwable) held : null;
  }

  /** Somebody has taken the outcome. */
  final void forgetOutcome() {
    phase = (byte) (queue() | BY_VALUE);
    held = null;
  }

  @Override
  public final void wake() {
    TaskCore<?, ?> t = task;
    if (t.home == t.scheduler.thread()) {
      wakeHere();
    } else {
      post(WAKE);
    }
  }

  /** By whoever polls the task. */
  final void wakeHere() {
    byte p = phase;
    if (p == WAITING) {
      task.enqueue(this);
    } else if (p == RUNNING) {
      task.enqueueNext(this);
    }
  }

  /** The budget is spent while it is polled. */
  final void goOnNextTurn(EngineContext cx) {
    if (queue() == 0) {
      task.enqueueStopped(cx, this);
    }
  }

  /** Asks it to end, from any thread. */
  final void cancelFromAnywhere() {
    TaskCore<?, ?> t = task;
    if (t.home == t.scheduler.thread()) {
      cancelHere();
    } else {
      post(CANCEL);
    }
  }

  /** Asks it to wait for nothing more, from any thread. */
  final void abortFromAnywhere() {
    TaskCore<?, ?> t = task;
    if (t.home == t.scheduler.thread()) {
      abortHere();
    } else {
      post(ABORTED);
    }
  }

  /** By whoever polls the task. */
  final void cancelHere() {
    if (!hasEnded() && !wasCancelled()) {
      request();
      wakeHere();
    }
  }

  /** By whoever polls the task. */
  final void abortHere() {
    if (!hasEnded() && (bits & ABORT) == 0) {
      requestAbort();
      wakeHere();
    }
  }

  private void post(int what) {
    int old;
    do {
      old = posted;
    } while (!POSTED.compareAndSet(
        this, old, old | what)); // also when set: it publishes our writes
    if ((old & ~ENDING) == 0) {
      task.postRoot(this);
    }
  }

  /** Of a task: whether the caller is the first to end it. From any thread. */
  final boolean beginEnd() {
    int old;
    do {
      old = posted;
      if ((old & ENDING) != 0) {
        return false;
      }
    } while (!POSTED.compareAndSet(this, old, old | ENDING));
    return true;
  }

  @Override
  public final void deliver() {
    int what;
    do {
      what = posted;
    } while (!POSTED.compareAndSet(this, what, what & ENDING));
    if ((what & CANCEL) != 0) {
      cancelHere();
    }
    if ((what & ABORTED) != 0) {
      abortHere();
    }
    wakeHere();
  }

  /** Polls it, by its task, which has taken it from its queue. */
  final void step(EngineContext cx) {
    phase = RUNNING;
    if (cx.chain != this) {
      cx.chain = this;
      if (cx.task != task) {
        cx.task = task;
      }
    }
    Frame f = innermost;
    int depth = f == null ? 0 : f.depth;
    if (cx.depth != depth) { // else the two are the same: nothing stands on the stack
      cx.depth = depth;
      cx.base = depth;
    }
    poll(cx, null, null);
  }

  /** Polls a fresh one from inside the poll of another root of its task. */
  final void stepInside(EngineContext cx) {
    Chain outer = cx.running();
    try {
      startInside(cx);
    } finally {
      cx.back(outer);
    }
  }

  /**
   * The same for who starts one after the other: leaves the context at this root, so that what was
   * there is put {@linkplain EngineContext#back back} once, not after each.
   */
  final void startInside(EngineContext cx) {
    if (isTooDeep(cx)) {
      wakeHere(); // no deeper: the task polls it from an empty stack
      return;
    }
    startInside(cx, null, null);
  }

  /** Whether nothing more is to be started inside what is polled. */
  static boolean isTooDeep(EngineContext cx) {
    return cx.depth - cx.base >= EngineContext.MAX_NESTING / 4;
  }

  /**
   * The same where that was asked for.
   *
   * @param block what to run; null for its body
   */
  final void startInside(EngineContext cx, @Nullable Startable block, @Nullable Suspended spare) {
    cx.budget--;
    phase |= RUNNING;
    int depth = cx.depth;
    int base = cx.base;
    boolean first = cx.first;
    cx.first = false;
    cx.chain = this;
    cx.depth = 0;
    cx.base = base - depth - 4; // a root takes more of the stack than a frame
    try {
      poll(cx, block, spare);
    } finally {
      cx.first = first;
      cx.depth = depth;
      cx.base = base;
    }
  }

  private void poll(EngineContext cx, @Nullable Startable given, @Nullable Suspended spare) {
    byte how = BY_VALUE;
    Object outcome;
    try {
      Object r = given == null ? run(cx) : runGiven(cx, given, spare);
      if (r == Poll.PENDING) {
        phase &= ~RUNNING;
        return;
      }
      outcome = r instanceof Prim p ? take(p, cx) : r;
    } catch (Throwable t) {
      if (owner() != null && !(t instanceof Cancelled)) {
        appendLines(t, null, cx);
      }
      outcome = t instanceof Cancelled ? cancelled(t) : t;
      how = BY_FAILURE;
    }
    phase = (byte) (queue() | how);
    if (innermost != null) {
      innermost = null;
    }
    held = outcome;
    afterEnd();
  }

  /** A primitive value, in the form in which it is kept. */
  @Nullable Object take(Prim kind, EngineContext cx) {
    return Weave.box(kind, cx);
  }

  /**
   * Nobody looks into the {@code Cancelled} that ends here: what closings have added is reported.
   */
  private Throwable cancelled(Throwable t) {
    if (!wasCancelled()) {
      return Cancellation.unasked(t);
    }
    Throwable[] ofClosings = t.getSuppressed();
    if (ofClosings.length == 0) {
      return t;
    }
    for (Throwable failed : ofClosings) {
      task.scheduler.failed(Cancellation.CLEAN_UP, failed);
    }
    return Cancellation.cancelled();
  }

  @Override
  public void abandon(Throwable why) {
    task.abandon(why);
  }
}
