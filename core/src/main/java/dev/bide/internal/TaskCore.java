package dev.bide.internal;

import dev.bide.Async;
import dev.bide.AsyncRunnable;
import dev.bide.AsyncSupplier;
import dev.bide.Cancelled;
import dev.bide.Task;
import dev.bide.runtime.Context;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.TaskDump;
import dev.bide.runtime.Work;
import dev.bide.weave.v1.Confined;
import dev.bide.weave.v1.Frame;
import dev.bide.weave.v1.Startable;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A task: its main root, the queue of its roots that are ready, and the roots that have not ended.
 * A {@link ConfinedTask} or a {@link MigratingTask}, as its scheduler is.
 *
 * <p>{@link #home} is the token of the thread that may touch the plain fields: a confined
 * scheduler's own thread, else the thread that runs the task. Other threads read it without
 * synchronisation; a thread never sees itself there unless it is so, since only it writes itself
 * there and takes itself away again.
 *
 * <p>There may be millions of them, so a field here is megabytes: what a task rarely needs stands
 * in {@link Unusual}, what it needs in its turn only in {@link EngineContext}. {@code ./bide bench
 * exact} guards its size.
 */
public abstract sealed class TaskCore<T extends @Nullable Object, X extends Exception>
    extends JoinedRoot implements Task<T, X> permits ConfinedTask, MigratingTask {
  final Scheduler scheduler;
  @Nullable Object home;

  /** Of a confined scheduler's task: its scheduler has not been told of it. */
  private static final byte UNKNOWN = 0;

  /** In the scheduler's queue. Of a confined scheduler's task only. */
  static final byte SCHEDULED = 1;

  /** Is being run. */
  static final byte TURNING = 2;

  /** None of these. */
  static final byte IDLE = 3;

  /**
   * Roots that a turn has left over, in order. While a turn runs it has them itself, and here are
   * those that it has stopped.
   */
  private @Nullable Root ready;

  /**
   * Roots that have been woken since: the first, and behind it the others, the last one first. So
   * waking one of many writes to the first, not to the task: where that is in the collector's old
   * generation, a store of a reference costs as much as the rest.
   */
  private @Nullable Root woken;

  /** Those that were woken while they were polled, for the next turn; in the same order. */
  private @Nullable Root nextTurn;

  /** The combinators with children that have not ended. */
  private @Nullable Combinator<?, ?> liveCombinators;

  /** The other roots that have not ended. */
  private @Nullable LooseRoot liveRoots;

  /**
   * Changes after each turn in which somebody has {@linkplain #noteTurn noted} it. Odd, but 0 as
   * long as the scheduler has not been told of this task.
   */
  int turn;

  /** The links of {@link dev.bide.runtime.LiveTasks}. */
  public @Nullable TaskCore<?, ?> liveTaskBefore;

  /** The links of {@link dev.bide.runtime.LiveTasks}. */
  public @Nullable TaskCore<?, ?> liveTaskAfter;

  /** The links of {@link ScopeMembers}, touched inside it only. */
  @Nullable TaskCore<?, ?> scopeBefore;

  /** The links of {@link ScopeMembers}, touched inside it only. */
  @Nullable TaskCore<?, ?> scopeAfter;

  /** What is done about it. */
  byte stage = UNKNOWN;

  /**
   * There is something to do at the end of a turn: a root is in one of the lists, or the turn was
   * noted, or the main chain has ended. Else that end has nothing but this to look at.
   */
  private boolean eventful;

  /** It never runs again. Set by whoever says so, on any thread: {@link Joiners} has why. */
  boolean abandoned;

  private final @Nullable Listener listener;

  /** Is told of a task's end, on the thread that ran it last. */
  interface Listener {
    /**
     * The task has ended.
     *
     * @param failure what it threw, or why it was abandoned; null when it has a value
     * @return whether the failure, if any, is dealt with; else it is reported unless somebody joins
     */
    boolean taskEnded(TaskCore<?, ?> task, @Nullable Throwable failure);

    /** The task that it belongs to, from any thread; null for none, and before it has begun. */
    default @Nullable TaskCore<?, ?> ownersTask() {
      return null;
    }

    /** Whether it cancels the task when that is due, and waits for its end. */
    default boolean seesToTheEnd() {
      return false;
    }
  }

  /** Whoever made the task takes its outcome. No lambda: the first ones cost a program's start. */
  private static final class Taken implements Listener {
    static final Taken INSTANCE = new Taken();

    @Override
    public boolean taskEnded(TaskCore<?, ?> task, @Nullable Throwable failure) {
      return true;
    }
  }

  /** Not yet scheduled: see {@link #begin}. */
  TaskCore(Scheduler scheduler, Async<?, ?> body, @Nullable Listener listener) {
    super(null, body);
    this.scheduler = scheduler;
    this.listener = listener;
    this.home = scheduler.ownThread();
  }

  /** A task of a scheduler's kind, not yet scheduled: see {@link #begin}. */
  static <T extends @Nullable Object, X extends Exception> TaskCore<T, X> of(
      Scheduler scheduler, Async<?, ?> body, @Nullable Listener listener) {
    return scheduler.migrates()
        ? MigratingTask.of(scheduler, body, listener)
        : new ConfinedTask<>(scheduler, body, listener);
  }

  /** A task that nobody owns. */
  public static <T extends @Nullable Object, X extends Exception> Task<T, X> detached(
      Scheduler scheduler, AsyncSupplier<? extends T, ? extends X> block) {
    refuseConfined(scheduler, block);
    TaskCore<T, X> t = of(scheduler, Blocks.of(block), null);
    t.begin();
    return t;
  }

  /** A task that nobody owns. */
  public static <X extends Exception> Task<@Nullable Void, X> detached(
      Scheduler scheduler, AsyncRunnable<? extends X> block) {
    refuseConfined(scheduler, block);
    TaskCore<@Nullable Void, X> t = of(scheduler, Blocks.of(block), null);
    t.begin();
    return t;
  }

  /** A task whose outcome its maker takes by {@link #resultNow}. */
  public static <T extends @Nullable Object, X extends Exception> Task<T, X> taken(
      Scheduler scheduler, AsyncSupplier<? extends T, ? extends X> block) {
    refuseConfined(scheduler, block);
    TaskCore<T, X> t = of(scheduler, Blocks.of(block), Taken.INSTANCE);
    t.begin();
    return t;
  }

  /** A task whose end its maker takes, without a value. */
  public static <X extends Exception> Task<@Nullable Void, X> taken(
      Scheduler scheduler, AsyncRunnable<? extends X> block) {
    refuseConfined(scheduler, block);
    TaskCore<@Nullable Void, X> t = of(scheduler, Blocks.of(block), Taken.INSTANCE);
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
      Object text = block instanceof Startable woven ? woven.start(null, null) : null;
      return text == null ? "a @ThreadConfined value is held across an await" : text;
    } catch (Throwable t) {
      throw new IllegalStateException("a woven block does not say what it holds", t);
    }
  }

  /**
   * Makes it known to its scheduler and has it run. A scope that ends may cancel it before, from
   * another thread: it must not run, and end, before its scheduler knows of it.
   */
  abstract void begin();

  /** Whether a scope sees to its end. */
  public boolean isOwned() {
    return listener != null && listener.seesToTheEnd();
  }

  /** Asks it to wait for nothing more, from any thread. */
  public void abort() {
    abortFromAnywhere();
  }

  // ---------------------------------------------------------------- roots

  void addLive(LooseRoot r) {
    LooseRoot first = liveRoots;
    r.liveNext = first;
    if (first != null) {
      first.livePrevious = r;
    }
    liveRoots = r;
  }

  void removeLive(LooseRoot r) {
    LooseRoot before = r.livePrevious;
    LooseRoot after = r.liveNext;
    if (before == null) {
      liveRoots = after;
    } else {
      before.liveNext = after;
    }
    if (after != null) {
      after.livePrevious = before;
    }
    r.livePrevious = null;
    r.liveNext = null;
  }

  void addLive(Combinator<?, ?> c) {
    Combinator<?, ?> first = liveCombinators;
    c.liveNext = first;
    if (first != null) {
      first.livePrevious = c;
    }
    liveCombinators = c;
  }

  void removeLive(Combinator<?, ?> c) {
    Combinator<?, ?> before = c.livePrevious;
    Combinator<?, ?> after = c.liveNext;
    if (before == null) {
      liveCombinators = after;
    } else {
      before.liveNext = after;
    }
    if (after != null) {
      after.livePrevious = before;
    }
    c.livePrevious = null;
    c.liveNext = null;
  }

  /** Whether the calling thread is running it: what it does, this task does. */
  boolean isRunningHere() {
    return home == scheduler.thread() && stage == TURNING;
  }

  /** Its roots that have not ended; see {@link dev.bide.AsyncTrace}. */
  final List<Root> waiting() {
    List<Root> all = new ArrayList<>();
    if (!hasEnded()) {
      all.add(this);
    }
    for (Combinator<?, ?> c = liveCombinators; c != null; c = c.liveNext) {
      c.addWaiting(all);
    }
    LooseRoot.addWaiting(liveRoots, all);
    return all;
  }

  /**
   * What it does; null when it is over. A confined one on its scheduler's thread, a migrating one
   * from any.
   *
   * @param stackOf where a thread is
   */
  public abstract TaskDump.@Nullable Entry look(Function<Object, List<StackTraceElement>> stackOf);

  /** It runs, on a thread. */
  final TaskDump.Entry running(@Nullable Object thread, List<StackTraceElement> stack) {
    return entry(TaskDump.Doing.RUNS, List.of(), thread, stack);
  }

  /** It does not run. */
  final TaskDump.Entry entry(TaskDump.Doing doing, List<TaskDump.Wait> waits) {
    return entry(doing, waits, null, List.of());
  }

  private TaskDump.Entry entry(
      TaskDump.Doing doing,
      List<TaskDump.Wait> waits,
      @Nullable Object thread,
      List<StackTraceElement> stack) {
    TaskCore<?, ?> owner = listener == null ? null : listener.ownersTask();
    return new TaskDump.Entry(this, doing, owner, waits, thread, stack);
  }

  /** Where its roots wait, for whoever may touch the plain fields. */
  final List<TaskDump.Wait> waits() {
    List<TaskDump.Wait> all = new ArrayList<>();
    for (Root r : waiting()) {
      List<StackTraceElement> lines = new ArrayList<>();
      Traces.addCallers(r, lines);
      all.add(new TaskDump.Wait(Traces.describe(Traces.leafOf(r)), lines));
    }
    return all;
  }

  /**
   * Puts a root that was woken while it waits into the queue. The first one is itself what the
   * scheduler runs: most often there is no other before the turn, and nothing is stored here.
   */
  final void enqueue(Root r) {
    if (stage == IDLE) {
      stage = SCHEDULED;
      r.queueWaiting(SCHEDULED_FIRST);
      scheduler.schedule(r);
      return;
    }
    eventful = true;
    Root first = woken;
    if (first != null) {
      r.queueWaiting(IN_LIST);
      pushBehind(first, r);
    } else if (r == this) {
      queueWaiting(FIRST_WOKEN);
      if (stage == UNKNOWN) {
        stage = SCHEDULED;
        scheduler.schedule(this);
      }
    } else {
      r.queueWaiting(IN_LIST);
      woken = r;
    }
  }

  /** Puts a root that was woken while it is polled into the queue of the next turn. */
  final void enqueueNext(Root r) {
    eventful = true;
    Root first = nextTurn;
    if (first != null) {
      r.queue(IN_LIST);
      pushBehind(first, r);
    } else if (r == this) {
      queue(FIRST_NEXT);
    } else {
      r.queue(IN_LIST);
      nextTurn = r;
    }
  }

  private static void pushBehind(Root first, Root r) {
    Root before = first.readyNext;
    if (before != null) {
      r.readyNext = before;
    }
    first.readyNext = r;
  }

  /** Brings a list whose first is followed by the others, the last one first, into order. */
  private static Root inOrder(Root first) {
    Root last = first.readyNext;
    if (last != null && last.readyNext != null) {
      Root second = last;
      Root r = last.readyNext;
      last.readyNext = null;
      do {
        Root earlier = r.readyNext;
        r.readyNext = second;
        second = r;
        r = earlier;
      } while (r != null);
      first.readyNext = second;
    }
    return first;
  }

  /** What is for this turn comes behind what has been woken before. */
  private void turnIsNext(Root first) {
    Root before = woken;
    if (before == null) {
      woken = first;
      return;
    }
    Root others = before.readyNext;
    Root last = first.readyNext;
    if (last == null) {
      before.readyNext = first;
    } else {
      before.readyNext = last;
      first.readyNext = null;
      while (last.readyNext != null) {
        last = last.readyNext;
      }
      last.readyNext = first;
    }
    if (others != null) {
      first.readyNext = others;
    }
  }

  /**
   * Puts a root that ran out of budget before those that are ready, behind others that did: its
   * turn was cut short. One that had spent a whole turn's budget alone goes behind them, since they
   * would never be polled beside it.
   */
  final void enqueueStopped(EngineContext cx, Root r) {
    if (cx.first) {
      enqueueNext(r);
      return;
    }
    eventful = true;
    r.queue(IN_LIST);
    stopped(cx, r);
    cx.lastStopped = r;
  }

  /** Puts it, and what hangs behind it, behind those that were stopped in this turn. */
  private void stopped(EngineContext cx, Root r) {
    Root before = cx.lastStopped;
    if (ready == null || before == null) {
      ready = r;
    } else {
      before.readyNext = r;
    }
  }

  /** Whether it has something to do in its next turn. */
  private boolean hasMore() {
    return (queue() & FIRST_WOKEN) != 0 || woken != null || nextTurn != null || ready != null;
  }

  /** Whether nothing but the main root is to be polled, in the next turn: it has yielded. */
  private boolean hasYielded() {
    return isFirstNext() && woken == null && nextTurn == null && ready == null;
  }

  /** Whether all of it has ended. */
  final boolean isOver() {
    return hasEnded() && liveCombinators == null && liveRoots == null;
  }

  /** From any thread that may not touch the plain fields. */
  abstract void postRoot(Root r);

  // ---------------------------------------------------------------- running

  /**
   * Runs the task of what was scheduled for one turn; see {@link Work#run}. Not a method of each
   * class, so that a scheduler's loop calls the same one for all kinds of roots.
   */
  public static void run(Work scheduled, Context cx) {
    Root first = (Root) scheduled;
    first.task.run(first, EngineContext.of(cx));
  }

  /** Runs it for one turn, which begins with this root if that is to be the first. */
  abstract void run(Root first, EngineContext cx);

  /**
   * One turn. Most poll nothing but the root they begin with: that stands here.
   *
   * @return whether it has something to do in its next turn
   */
  final boolean turn(Root first, EngineContext cx) {
    if (abandoned || !(first.isScheduledFirst() || first == this && takeYielded())) {
      return turnUnusually(cx);
    }
    stage = TURNING;
    cx.budget = EngineContext.BUDGET - 1;
    first.step(cx);
    if (!eventful) {
      stage = IDLE;
      return false;
    }
    if (hasYielded()) {
      turn += 2;
      stage = IDLE;
      return true;
    }
    Root next = takeWoken();
    cx.first = next == null;
    return goOn(next, cx.budget, cx);
  }

  /**
   * Whether it has yielded, and nothing else. No test notices whether the flag is cleared here:
   * were it left, this turn would look for more at its end, and find nothing.
   */
  private boolean takeYielded() {
    if (hasYielded()) {
      eventful = false;
      return true;
    }
    return false;
  }

  private boolean turnUnusually(EngineContext cx) {
    if (turn == 0) {
      turn = 1;
      scheduler.began(this);
    }
    stage = TURNING;
    boolean onlyWoken =
        nextTurn == null && ready == null && (queue() != FIRST_NEXT || woken == null);
    return goOn(onlyWoken ? takeFirst() : takeAll(cx), EngineContext.BUDGET, cx);
  }

  /** Polls what is ready, as long as there is budget, and ends the turn. */
  private boolean goOn(@Nullable Root polled, int left, EngineContext cx) {
    Root next = polled;
    int budget = left;
    while (next != null && budget >= 0 && !abandoned) {
      Root r = next;
      next = r.readyNext;
      if (next != null) {
        r.readyNext = null;
      }
      if (r.hasEnded()) {
        r.queue(0);
      } else {
        cx.budget = budget - 1;
        r.step(cx);
        budget = cx.budget;
      }
      if (next == null) {
        next = takeWoken();
      }
      if (next != null) {
        cx.first = false;
      }
    }
    cx.first = true;
    if (next != null) {
      stopped(cx, next); // it has ended before these had theirs
    }
    if (hasEnded()) {
      cancelWhatIsLeft(); // still in the turn, so that it is scheduled as what was woken there
    }
    turn += 2;
    boolean more = hasMore();
    eventful = more || hasEnded();
    stage = IDLE;
    if (isOver()) {
      finish();
    }
    return more;
  }

  /** The number of the turn, which no later one has. */
  final int noteTurn() {
    eventful = true;
    return turn;
  }

  /** At the beginning of a turn, when there is either the main root or what was woken. */
  private @Nullable Root takeFirst() {
    return (queue() & FIRST_WOKEN) != 0 ? this : takeWoken(); // first of either list
  }

  private @Nullable Root takeWoken() {
    if (queue() == FIRST_WOKEN) {
      queue(IN_LIST);
      return this;
    }
    Root first = woken;
    if (first != null) {
      woken = null;
      inOrder(first);
    }
    return first;
  }

  /** At the beginning of a turn, when there is more than what was woken since the last one. */
  private @Nullable Root takeAll(EngineContext cx) {
    if (queue() == FIRST_NEXT) {
      if (woken == null) {
        queue(FIRST_WOKEN);
      } else {
        queue(IN_LIST);
        turnIsNext(this);
      }
    }
    Root waited = nextTurn;
    if (waited != null) {
      nextTurn = null;
      turnIsNext(waited);
    }
    Root left = ready;
    if (left == null) {
      return takeWoken();
    }
    ready = null;
    cx.lastStopped = null;
    return left;
  }

  @Override
  final void afterEnd() { // the main chain
    eventful = true;
    for (Combinator<?, ?> c = liveCombinators; c != null; c = c.liveNext) {
      if (!c.isAwaited()) {
        c.cancelChildren();
      }
    }
    for (LooseRoot r = liveRoots; r != null; r = r.liveNext) {
      if (!r.hasOwnerThatIsAwaited()) {
        r.cancelHere();
      }
    }
  }

  /**
   * What was still there when the main chain ended has been cancelled then. In its clean-up it may
   * attach something and leave it behind in turn: that is cancelled too, once nobody is there who
   * may still read it.
   */
  private void cancelWhatIsLeft() {
    if (liveCombinators != null) {
      return;
    }
    for (LooseRoot r = liveRoots; r != null; r = r.liveNext) {
      if (!(r instanceof Attached) || r.wasCancelled()) {
        return;
      }
    }
    for (LooseRoot r = liveRoots; r != null; r = r.liveNext) {
      r.cancelHere();
    }
  }

  /**
   * Takes over what an await has started but cannot be waited for, since its frame could not be
   * hung in: it is cancelled and polled to its end.
   */
  void adopt(EngineContext cx, @Nullable Frame refused, @Nullable Async<?, ?> awaited, Object r) {
    Async<?, ?> leaf = r instanceof Frame ? TurnOver.READY : awaited;
    if (leaf instanceof Shared<?, ?> shared) {
      leaf = shared.taken();
    }
    Chain running = cx.running();
    LooseRoot orphan = new LooseRoot(this, leaf == null ? TurnOver.READY : leaf, null);
    int ofTheLeaf = Chain.UNSTARTED | Chain.LENT | Chain.SENT | Chain.ABORT_SENT;
    orphan.clear(Chain.FRESH);
    orphan.set(running.bits & (Chain.UNSTARTED | Chain.LENT));
    running.clear(ofTheLeaf);
    if (r instanceof Frame inner) {
      inner.parent = null;
      orphan.innermost = running.innermost;
      orphan.held = null;
      running.set(Chain.MOVED);
    }
    if (refused != null && running.innermost == refused) {
      running.innermost = null;
    }
    orphan.cancelHere();
  }

  private void finish() {
    if (!beginEnd()) {
      return; // it has finished before, or was abandoned while it was being run
    }
    if (unusual != null) {
      Attached.reportUntaken(this);
    }
    Throwable f = failure();
    boolean dealtWith = listener != null && listener.taskEnded(this, f);
    if (f != null && !dealtWith && !(f instanceof Cancelled)) {
      Joiners.closeFailed(this, "a task failed, and nobody waits for it", f);
    } else {
      Joiners.close(this);
    }
    if (turn != 0) {
      scheduler.ended(this);
    }
  }

  /**
   * Under the scheduler's care no more: its {@code finally} blocks cannot run. From any thread,
   * also while another one is inside a turn of it that does not come to an end: what that turn
   * still does is its own affair, nothing is polled after it, and wake-ups that come do nothing.
   */
  @Override
  public final void abandon(Throwable why) {
    if (!beginEnd()) {
      return;
    }
    Throwable e = lost(why);
    abandoned = true;
    runsNoMore();
    if (listener != null) {
      listener.taskEnded(this, e);
    }
    Joiners.closeAbandoned(this, e);
    scheduler.failed("a task was abandoned", e);
    if (turn != 0) {
      scheduler.ended(this);
    }
  }

  private Throwable lost(Throwable why) {
    try {
      IllegalStateException e =
          new IllegalStateException(
              "the runtime '"
                  + scheduler.name()
                  + "' can no longer run this task; its finally blocks did not run",
              why);
      tellWhereItWaits(e);
      return e;
    } catch (OutOfMemoryError e) { // what holds the memory may be this task
      return why;
    }
  }

  /** Only where nobody else can be polling it: elsewhere its frames may change meanwhile. */
  private void tellWhereItWaits(Throwable e) {
    if (turn != 0 && keepToItself()) {
      for (Root r : waiting()) {
        Throwable waits = new Throwable("it waits here");
        waits.setStackTrace(Traces.waiting(r).toArray(new StackTraceElement[0]));
        e.addSuppressed(waits);
      }
    }
  }

  /** Whether nobody polls it, nor will before {@link #runsNoMore}. */
  abstract boolean keepToItself();

  /** It was abandoned. */
  abstract void runsNoMore();

  final boolean isAbandoned() {
    return abandoned;
  }

  @Override
  @Nullable Throwable outcomeFailure() {
    Throwable why = Joiners.abandonedFor(this);
    return why == null ? failure() : why;
  }

  @Override
  final @Nullable Object owner() {
    return null;
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
