package dev.bide.internal;

import dev.bide.Async;
import dev.bide.AsyncRunnable;
import dev.bide.AsyncSupplier;
import dev.bide.Cancelled;
import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.runtime.Inbox;
import dev.bide.runtime.Scheduler;
import dev.bide.weave.v1.Confined;
import dev.bide.weave.v1.Frame;
import dev.bide.weave.v1.WovenRunnable;
import dev.bide.weave.v1.WovenSupplier;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import org.jspecify.annotations.Nullable;

/**
 * A task: its main root, the queue of its roots that are ready, and the roots that have not ended.
 *
 * <p>Under a confined scheduler, {@link #scheduled} and {@link #turning} say whether it is in the
 * scheduler's queue or being run; plain fields of the own thread. Under a migrating one {@link
 * #state} does:
 *
 * <pre>
 *   NEW (what is posted waits in the inbox) --begin--> SCHEDULED
 *
 *          post              run                 post
 *   IDLE --------> SCHEDULED -----> RUNNING ------------> NOTIFIED
 *     ^                ^              |  |                    |
 *     |                |_more to do __|  |                    |
 *     |________ nothing to do ___________|                    |
 *                      ^______________________________________|  end of run
 *   any --ended or abandoned, also while it is being run--> OVER
 * </pre>
 *
 * <p>{@link #home} is the token of the thread that may touch the plain fields: a confined
 * scheduler's own thread, else the thread that runs the task. Other threads read it without
 * synchronisation; a thread never sees itself there unless it is so, since only it writes itself
 * there and takes itself away again.
 */
public final class TaskCore<T extends @Nullable Object, X extends Exception> extends Root
    implements Task<T, X> {
  private static final int IDLE = 0;
  private static final int SCHEDULED = 1;
  private static final int RUNNING = 2;
  private static final int NOTIFIED = 3;
  private static final int OVER = 4;
  private static final int NEW = 5;

  @SuppressWarnings("rawtypes") // a class literal has no type arguments
  private static final AtomicIntegerFieldUpdater<TaskCore> STATE =
      AtomicIntegerFieldUpdater.newUpdater(TaskCore.class, "state");

  @SuppressWarnings("rawtypes") // a class literal has no type arguments
  private static final AtomicIntegerFieldUpdater<TaskCore> ENDING =
      AtomicIntegerFieldUpdater.newUpdater(TaskCore.class, "ending");

  final Scheduler scheduler;
  @Nullable Object home;

  /** Roots with a message, under a migrating scheduler; null under a confined one. */
  final @Nullable Inbox inbox;

  /** The queue of ready roots. The tail is null where there is only one. */
  private @Nullable Root readyHead;

  private @Nullable Root readyTail;

  /** The same for the roots that were woken while they were polled. */
  private @Nullable Root nextTurnHead;

  private @Nullable Root nextTurnTail;
  private @Nullable Root liveHead;

  /** What streams had begun and has failed, with nobody there yet to take it; the last first. */
  @Nullable Attached untaken;

  /** The last root that ran out of budget in this turn: none is taken from the queue after it. */
  private @Nullable Root lastStopped;

  /** The root that had this turn's whole budget. */
  private @Nullable Root first;

  /** Counts the runs. */
  int turn;

  /** The links of {@link dev.bide.runtime.LiveTasks}. */
  public @Nullable TaskCore<?, ?> liveTaskBefore;

  /** The links of {@link dev.bide.runtime.LiveTasks}. */
  public @Nullable TaskCore<?, ?> liveTaskAfter;

  /** The links of {@link ScopeMembers}, touched inside it only. */
  @Nullable TaskCore<?, ?> scopeBefore;

  /** The links of {@link ScopeMembers}, touched inside it only. */
  @Nullable TaskCore<?, ?> scopeAfter;

  boolean swallowReported;

  /** The last exception that was thrown to several waiters: no trace lines are added to it. */
  @Nullable Throwable shared;

  /** The scheduler was told of it. */
  private boolean begun;

  private boolean scheduled;
  private boolean turning;

  /** The main chain has ended; what was attached may not have. */
  private boolean mainEnded;

  /** Why it never runs again, for those who join it. Set before its end is published. */
  private @Nullable IllegalStateException abandoned;

  private volatile int state;

  /** 1 once its end has begun, or its abandonment, whichever comes first. */
  private volatile int ending;

  private final @Nullable Listener listener;

  /** Is told of a task's end, on the thread that ran it last. */
  interface Listener {
    /**
     * The task has ended.
     *
     * @return whether the failure, if any, is dealt with; else it is reported unless somebody joins
     */
    boolean taskEnded(TaskCore<?, ?> task);

    /** Whether it cancels the task when that is due, and waits for its end. */
    default boolean seesToTheEnd() {
      return false;
    }
  }

  /** Not yet scheduled: see {@link #begin}. */
  TaskCore(Scheduler scheduler, Async<?, ?> body, @Nullable Listener listener) {
    super(body);
    this.scheduler = scheduler;
    this.listener = listener;
    this.home = scheduler.ownThread();
    boolean migrates = scheduler.migrates();
    this.inbox = migrates ? new Inbox() : null;
    this.state = migrates ? NEW : IDLE;
  }

  /** A task that nobody owns. */
  public static <T extends @Nullable Object, X extends Exception> Task<T, X> detached(
      Scheduler scheduler, AsyncSupplier<? extends T, ? extends X> block) {
    refuseConfined(scheduler, block);
    TaskCore<T, X> t = new TaskCore<>(scheduler, Blocks.of(block), null);
    t.begin();
    return t;
  }

  /** A task that nobody owns. */
  public static <X extends Exception> Task<@Nullable Void, X> detached(
      Scheduler scheduler, AsyncRunnable<? extends X> block) {
    refuseConfined(scheduler, block);
    TaskCore<@Nullable Void, X> t = new TaskCore<>(scheduler, Blocks.of(block), null);
    t.begin();
    return t;
  }

  /** A task whose outcome its maker takes by {@link #resultNow}. */
  public static <T extends @Nullable Object, X extends Exception> Task<T, X> taken(
      Scheduler scheduler, AsyncSupplier<? extends T, ? extends X> block) {
    refuseConfined(scheduler, block);
    TaskCore<T, X> t = new TaskCore<>(scheduler, Blocks.of(block), ended -> true);
    t.begin();
    return t;
  }

  /** A task whose end its maker takes, without a value. */
  public static <X extends Exception> Task<@Nullable Void, X> taken(
      Scheduler scheduler, AsyncRunnable<? extends X> block) {
    refuseConfined(scheduler, block);
    TaskCore<@Nullable Void, X> t = new TaskCore<>(scheduler, Blocks.of(block), ended -> true);
    t.begin();
    return t;
  }

  /** Refuses a block that may not migrate, where tasks do. */
  static void refuseConfined(Scheduler scheduler, AsyncRunnable<?> block) {
    if (scheduler.migrates() && block instanceof Confined) {
      throw new IllegalStateException(
          describe(block)
              + ", and the runtime '"
              + scheduler.name()
              + "' moves tasks between threads: spawn it on a confined runtime, or let go of the"
              + " value before the await");
    }
  }

  @SuppressWarnings({"NullAway", "DataFlowIssue"}) // the form in which a woven block tells its text
  private static Object describe(AsyncRunnable<?> block) {
    try {
      Object text = null;
      if (block instanceof WovenSupplier<?, ?> w) {
        text = w.start(null);
      } else if (block instanceof WovenRunnable<?> w) {
        text = w.start(null);
      }
      return text == null ? "a @ThreadConfined value is held across an await" : text;
    } catch (Throwable t) {
      throw new IllegalStateException("a woven block does not say what it holds", t);
    }
  }

  /**
   * Makes it known to its scheduler and has it run. A scope that ends may cancel it before, from
   * another thread: it must not run, and end, before its scheduler knows of it.
   */
  void begin() {
    if (inbox == null) {
      wake();
      return;
    }
    begun = true;
    scheduler.began(this);
    wake(); // into the inbox
    if (STATE.compareAndSet(this, NEW, SCHEDULED)) { // else it was abandoned
      scheduler.schedule(this);
    }
  }

  /** Whether a scope sees to its end. */
  public boolean isOwned() {
    return listener != null && listener.seesToTheEnd();
  }

  /** Asks it to wait for nothing more, from any thread. */
  public void abort() {
    abortFromAnywhere();
  }

  // ---------------------------------------------------------------- roots

  void addLive(Root r) {
    Root first = liveHead;
    r.liveNext = first;
    if (first != null) {
      first.livePrevious = r;
    }
    liveHead = r;
  }

  private void removeLive(Root r) {
    Root before = r.livePrevious;
    Root after = r.liveNext;
    if (before == null) {
      liveHead = after;
    } else {
      before.liveNext = after;
    }
    if (after != null) {
      after.livePrevious = before;
    }
    r.livePrevious = null;
    r.liveNext = null;
  }

  /** Whether the calling thread is running it: what it does, this task does. */
  boolean isRunningHere() {
    return home == scheduler.thread() && turning;
  }

  /** The lines of its roots that have not ended; see {@link dev.bide.AsyncTrace}. */
  List<List<StackTraceElement>> waiting() {
    List<List<StackTraceElement>> all = new ArrayList<>();
    if (!ended) {
      all.add(Traces.waiting(this));
    }
    for (Root r = liveHead; r != null; r = r.liveNext) {
      all.add(Traces.waiting(r));
    }
    return all;
  }

  /** Puts a woken root into the queue, and the task into the scheduler's. */
  void enqueue(Root r) {
    if (r.running) {
      Root head = nextTurnHead;
      if (head == null) {
        nextTurnHead = r;
      } else {
        Root last = nextTurnTail;
        (last == null ? head : last).readyNext = r;
        nextTurnTail = r;
      }
    } else {
      Root head = readyHead;
      if (head == null) {
        readyHead = r;
      } else {
        Root last = readyTail;
        (last == null ? head : last).readyNext = r;
        readyTail = r;
      }
    }
    if (!turning && !scheduled) {
      scheduled = true;
      scheduler.schedule(this);
    }
  }

  /**
   * Puts a root that ran out of budget before those that are ready, behind others that did: its
   * turn was cut short. One that had spent a whole turn's budget alone goes behind them, since they
   * would never be polled beside it.
   */
  void enqueueStopped(Root r) {
    if (r == first) {
      enqueue(r);
      return;
    }
    Root before = lastStopped;
    if (before == null) {
      Root head = readyHead;
      r.readyNext = head;
      readyHead = r;
      if (readyTail == null) {
        readyTail = head;
      }
    } else {
      r.readyNext = before.readyNext;
      before.readyNext = r;
      if (r.readyNext == null) {
        readyTail = r;
      }
    }
    lastStopped = r;
  }

  private @Nullable Root pollReady() {
    Root r = readyHead;
    if (r != null) {
      Root next = r.readyNext;
      if (next == null) {
        readyHead = null;
      } else {
        readyHead = next;
        r.readyNext = null;
        if (next == readyTail) {
          readyTail = null;
        }
      }
    }
    return r;
  }

  private void nextTurnBecomesReady() {
    Root first = nextTurnHead;
    if (first == null) {
      return;
    }
    Root last = nextTurnTail;
    Root head = readyHead;
    if (head == null) {
      readyHead = first;
      readyTail = last;
    } else {
      Root before = readyTail;
      (before == null ? head : before).readyNext = first;
      readyTail = last == null ? first : last;
    }
    nextTurnHead = null;
    nextTurnTail = null;
  }

  /** From any thread that may not touch the plain fields. */
  void postRoot(Root r) {
    Inbox own = inbox;
    if (own == null) {
      scheduler.post(r);
      return;
    }
    own.add(r);
    for (; ; ) {
      int s = state;
      if (s == IDLE) {
        if (STATE.compareAndSet(this, IDLE, SCHEDULED)) {
          scheduler.schedule(this);
          return;
        }
      } else if (s == RUNNING) {
        if (STATE.compareAndSet(this, RUNNING, NOTIFIED)) {
          return;
        }
      } else {
        return; // it will look into the inbox, or is over
      }
    }
  }

  // ---------------------------------------------------------------- running

  @Override
  public void run(Context context) {
    EngineContext cx = EngineContext.of(context);
    if (inbox == null) {
      scheduled = false;
      if (abandoned != null) {
        return;
      }
      if (!begun) {
        begun = true;
        scheduler.began(this);
      }
      turn(cx);
      if (readyHead != null || nextTurnHead != null) {
        scheduled = true;
        scheduler.schedule(this);
      }
    } else {
      runMigrating(cx, inbox);
    }
  }

  private void runMigrating(EngineContext cx, Inbox own) {
    if (!STATE.compareAndSet(this, SCHEDULED, RUNNING)) {
      return; // abandoned
    }
    home = scheduler.thread();
    turning = true; // wake-ups here need no scheduling
    own.deliverAll();
    turn(cx);
    boolean more = readyHead != null || nextTurnHead != null;
    boolean over = ended && liveHead == null;
    home = null;
    if (over) {
      state = OVER;
    } else if (more) {
      scheduleAgain();
    } else if (!STATE.compareAndSet(this, RUNNING, IDLE)) {
      scheduleAgain(); // notified
    }
  }

  /** At the end of a run. */
  private void scheduleAgain() {
    int s = state;
    while (s != OVER) { // abandoned while it was being run
      if (STATE.compareAndSet(this, s, SCHEDULED)) {
        scheduler.schedule(this);
        return;
      }
      s = state;
    }
  }

  private void turn(EngineContext cx) {
    turning = true;
    turn++;
    cx.budget = EngineContext.BUDGET;
    if (cx.task != this) {
      cx.task = this;
    }
    if (lastStopped != null) {
      lastStopped = null;
    }
    nextTurnBecomesReady();
    if (first != readyHead) {
      first = readyHead;
    }
    Root r;
    while (cx.budget >= 0 && abandoned == null && (r = pollReady()) != null) {
      r.queued = false;
      if (!r.ended) {
        cx.budget--;
        r.step(cx);
      }
    }
    turning = false;
    if (mainEnded && liveHead == null) {
      mainEnded = false;
      finish();
    }
  }

  void rootEnded(Root r) {
    if (r == this) {
      mainEnded = true;
      for (Root live = liveHead; live != null; live = live.liveNext) {
        live.cancelHere();
      }
      return;
    }
    removeLive(r);
    Owner o = r.owner;
    if (o != null) {
      o.childEnded(r);
    } else if (r.failure != null && !(r.failure instanceof Cancelled)) {
      scheduler.failed("a computation that '" + this + "' had left behind failed", r.failure);
    }
  }

  /**
   * Takes over what an await has started but cannot be waited for, since its frame could not be
   * hung in: it is cancelled and polled to its end.
   */
  void adopt(EngineContext cx, @Nullable Frame refused, @Nullable Object awaited, Object r) {
    Async<?, ?> leaf = r instanceof Frame ? TurnOver.READY : (Async<?, ?>) awaited;
    if (leaf instanceof Shared<?, ?> shared) {
      leaf = shared.taken();
    }
    Root orphan = new Root(this, leaf == null ? TurnOver.READY : leaf, null);
    int ofTheLeaf = Chain.UNSTARTED | Chain.LENT | Chain.SENT | Chain.ABORT_SENT;
    orphan.bits = cx.chain.bits & (Chain.UNSTARTED | Chain.LENT);
    cx.chain.bits &= ~ofTheLeaf;
    if (r instanceof Frame inner) {
      inner.parent = null;
      orphan.innermost = cx.chain.innermost;
      orphan.body = null;
    }
    if (refused != null && cx.chain.innermost == refused) {
      cx.chain.innermost = null;
    }
    orphan.cancelHere();
  }

  private void finish() {
    if (!ENDING.compareAndSet(this, 0, 1)) {
      return; // abandoned while it was being run
    }
    Attached.reportUntaken(this);
    boolean dealtWith = listener != null && listener.taskEnded(this);
    Throwable f = failure;
    if (f != null && !dealtWith && !(f instanceof Cancelled)) {
      Joiners.closeFailed(this, "a task failed, and nobody waits for it", f);
    } else {
      Joiners.close(this);
    }
    if (begun) {
      scheduler.ended(this);
    }
  }

  /**
   * Under the scheduler's care no more: its {@code finally} blocks cannot run. From any thread,
   * also while another one is inside a turn of it that does not come to an end: what that turn
   * still does is its own affair, nothing is polled after it, and wake-ups that come do nothing.
   */
  @Override
  public void abandon(Throwable why) {
    if (!ENDING.compareAndSet(this, 0, 1)) {
      return;
    }
    IllegalStateException e =
        new IllegalStateException(
            "the runtime '"
                + scheduler.name()
                + "' can no longer run this task; its finally blocks did not run",
            why);
    abandoned = e;
    state = OVER;
    if (listener != null) {
      listener.taskEnded(this);
    }
    Joiners.close(this);
    scheduler.failed("a task was abandoned", e);
    if (begun) {
      scheduler.ended(this);
    }
  }

  boolean isAbandoned() {
    return abandoned != null;
  }

  @Override
  @Nullable Throwable outcomeFailure() {
    IllegalStateException e = abandoned;
    return e == null ? failure : e;
  }

  // ---------------------------------------------------------------- the handle

  @Override
  public void cancel() {
    cancelFromAnywhere();
  }

  @Override
  @SuppressWarnings({"unchecked", "NullAway"}) // what the root ran gives T
  public T resultNow() throws X {
    if (!Joiners.isClosed(this)) {
      throw new IllegalStateException("the task has not ended");
    }
    Joiners.seen(this);
    return (T) Join.<X>resultOf(this);
  }

  @Override
  public boolean isEnded() {
    return Joiners.isClosed(this);
  }

  @Override
  public Async<T, X> join() {
    return new Join<>(this, false);
  }

  @Override
  @SuppressWarnings("unchecked") // its value is null
  public Async<@Nullable Void, RuntimeException> ended() {
    return (Async<@Nullable Void, RuntimeException>) (Async<?, ?>) new Join<>(this, true);
  }

  @Override
  public String toString() {
    return "task of runtime '" + scheduler.name() + "'";
  }

  @Override
  public T body() throws X {
    throw new IllegalStateException("a task is not called, it is awaited: write await()");
  }
}
