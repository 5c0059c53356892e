package dev.bide.internal;

import dev.bide.Async;
import dev.bide.AsyncCloseable;
import dev.bide.AsyncRunnable;
import dev.bide.Cancelled;
import dev.bide.Pair;
import dev.bide.Poll;
import dev.bide.Selected;
import dev.bide.runtime.Context;
import dev.bide.weave.v1.Leaf;
import dev.bide.weave.v1.Startable;
import dev.bide.weave.v1.Suspended;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A computation that runs others as roots of its own task and ends when they all have ended.
 *
 * <pre>
 *   FRESH --first poll: begin()--> RUNNING --last child ended, woken, polled: outcome()--> ENDED
 *     ^                                                                                     |
 *     |______ one that runs again: renew() ______ FREE _____ forget() _____________________|
 * </pre>
 *
 * <p>A child that ends while nothing is decided wakes nobody: a wake-up of one of a hundred
 * children costs one resume.
 *
 * <p>One that is awaited where it is made, which nobody else ever has, runs {@linkplain #again
 * again} for the next such await, with its children. Between two runs it holds nothing but them and
 * the root that has waited for it.
 */
abstract class Combinator<T extends @Nullable Object, X extends Exception>
    implements Async<T, X>, Operator {
  private static final byte FRESH = 0;
  private static final byte RUNNING = 1;
  private static final byte ENDED = 2;
  private static final byte FREE = 3;

  private byte phase;
  private boolean polling;

  /** It runs again, for the await that it was made for. */
  private final boolean again;

  /** {@link #begin} has returned: no more children come but those of {@link #settle}. */
  private boolean begun;

  /** All children have ended once; what has been started since lets go of dropped values. */
  private boolean settled;

  /**
   * The owner's root, to be woken when the last child has ended. One that runs again keeps it: it
   * is the same the next time.
   */
  private @Nullable Root waiter;

  /** How many children have not ended. */
  private int open;

  /** It is in the task's list of those with children that have not ended. */
  private boolean live;

  /** In that list. */
  @Nullable Combinator<?, ?> liveNext;

  /** In that list. */
  @Nullable Combinator<?, ?> livePrevious;

  /** The first of the children; most combinators have one or two, and no array. */
  private @Nullable ChildRoot first;

  /** The other one, or an array of the others. */
  private @Nullable Object others;

  private int size;

  /** The owner has asked to cancel. */
  boolean cancelled;

  private boolean aborted;

  /** The first failure, the others suppressed in it. */
  @Nullable Throwable failure;

  /**
   * Something went wrong in this itself, not in a child: {@link #failure} is thrown instead of the
   * outcome.
   */
  private boolean broken;

  Combinator() {
    this(false);
  }

  Combinator(boolean again) {
    this.again = again;
  }

  /** Whether it may run again. A child that is still in a queue of its task will be replaced. */
  final boolean isFree(EngineContext cx) {
    Root last = waiter;
    return phase == FREE && last != null && last.task == cx.task;
  }

  /**
   * Runs one that is new or {@linkplain #isFree free}, for an await of what was made where it
   * stands; see {@link Leaf}.
   *
   * @param a a woven block, or a computation
   * @param b another one, if there are two
   */
  final @Nullable Object runInPlace(
      AsyncRunnable<?> a, @Nullable AsyncRunnable<?> b, EngineContext cx, @Nullable Suspended spare)
      throws X {
    Suspended waits = Leaf.lent(this, spare);
    renew();
    if (!Leaf.charge(cx)) {
      keep(computation(a), b == null ? null : computation(b));
      return Leaf.later(waits, cx);
    }
    Object r = poll(cx, a, b);
    return r == Poll.PENDING ? waits : r;
  }

  private void renew() {
    phase = FRESH;
    begun = false;
    settled = false;
    cancelled = false;
    aborted = false;
    broken = false;
    size = 0;
  }

  private static Async<?, ?> computation(AsyncRunnable<?> given) {
    return given instanceof Async<?, ?> a ? a : Blocks.given(given);
  }

  /** Keeps what it is to run until it begins. */
  void keep(Async<?, ?> a, @Nullable Async<?, ?> b) {
    throw new AssertionError("it runs once");
  }

  /**
   * Lets go of what a run has left: the outcomes of its children, and those that do not run again.
   * Stores only what differs: a store of a reference into an old object is dear under G1.
   */
  void forget() {
    if (failure != null) {
      failure = null;
    }
    ChildRoot a = forgotten(first);
    if (first != a) {
      first = a;
    }
    Object b = forgotten(others);
    if (others != b) {
      others = b;
    }
  }

  private static @Nullable ChildRoot forgotten(@Nullable Object child) {
    return child instanceof ChildRoot.Again ? ChildRoot.Again.forget(child) : null;
  }

  /** The root that waits for this; null before the first poll and, if it runs once, at its end. */
  final @Nullable Root waiter() {
    return waiter;
  }

  /** Whether a root that has not ended waits for it, and hands a cancel on if it is for this. */
  final boolean isAwaited() {
    Root w = waiter;
    return phase == RUNNING && w != null && !w.hasEnded();
  }

  /** Whether it is being polled: then who waits for it stands on the stack. */
  final boolean isPolling() {
    return polling;
  }

  /** Starts the children. Code of users that it calls meanwhile is not given the context. */
  abstract void begin(EngineContext cx) throws Throwable;

  /**
   * The same for one that runs again, of what it is given, which is in none of its fields: blocks
   * or computations.
   */
  void begin(EngineContext cx, AsyncRunnable<?> a, @Nullable AsyncRunnable<?> b) throws Throwable {
    throw new AssertionError("it runs once");
  }

  /** A child has ended and is no longer counted: may cancel others and start further ones. */
  abstract void ended(ChildRoot child);

  /** All have ended, for the first time: {@link #discard} what nobody will get. */
  void settle(TaskCore<?, ?> task) {}

  /**
   * All have ended.
   *
   * @return the value
   * @throws Throwable the failure
   */
  abstract @Nullable Object outcome(EngineContext cx) throws Throwable;

  /** Called at each poll of the owner before it looks whether all have ended. */
  void polled(EngineContext cx) throws Throwable {}

  /** Starts a child at once, up to where it first waits. In {@link #begin}. */
  final ChildRoot start(EngineContext cx, Async<?, ?> body) {
    return start(cx, newChild(cx.task, body), false);
  }

  /**
   * Starts a child at once that is wanted no more: it was accepted, so it starts, and gets the
   * cancel at its first leaf.
   */
  final ChildRoot startUnwanted(EngineContext cx, Async<?, ?> body) {
    return start(cx, newChild(cx.task, body), true);
  }

  /**
   * Starts a child of a block or a computation at once, in a combinator that runs again.
   *
   * @param unwanted see {@link #startUnwanted}
   */
  final void startGiven(EngineContext cx, AsyncRunnable<?> given, boolean unwanted) {
    if (unwanted || given instanceof Async<?, ?> || Root.isTooDeep(cx)) {
      start(cx, newChild(cx.task, computation(given)), unwanted);
    } else {
      ChildRoot r = childAgain(cx.task);
      add(cx.task, r);
      ChildRoot.Again.startInside(r, cx, (Startable) given);
    }
  }

  /** The child that was the next one in an earlier run, or another one in its place. */
  private ChildRoot childAgain(TaskCore<?, ?> task) {
    return ChildRoot.Again.of(size == 0 ? first : others, task, this);
  }

  /** The same for a child that has been made. */
  final void start(EngineContext cx, ChildRoot made) {
    start(cx, made, false);
  }

  private ChildRoot start(EngineContext cx, ChildRoot r, boolean unwanted) {
    add(cx.task, r);
    if (cancelled || unwanted) {
      r.request();
    }
    if (aborted) {
      r.requestAbort();
    }
    r.startInside(cx);
    return r;
  }

  /** Starts a child when its task next looks for what is ready. */
  final void startLater(TaskCore<?, ?> task, Async<?, ?> body) {
    startLater(task, newChild(task, body));
  }

  /** The same for a child that has been made. */
  final void startLater(TaskCore<?, ?> task, ChildRoot r) {
    add(task, r);
    if (cancelled) {
      r.request();
    }
    if (aborted) {
      r.requestAbort();
    }
    r.wakeHere();
  }

  /** Replaces the one child, which has ended, by a further one. */
  final void restart(TaskCore<?, ?> task, Async<?, ?> body) {
    size = 0;
    startLater(task, body);
  }

  private void add(TaskCore<?, ?> task, ChildRoot r) {
    put(size++, r);
    open++;
    if (!live) {
      live = true;
      task.addLive(this);
    }
  }

  /** A child that is to be started. */
  final ChildRoot newChild(TaskCore<?, ?> task, Async<?, ?> body) {
    if (!(body instanceof Block<?, ?>) && body instanceof Operator) { // others say nothing of it
      Async<?, ?> said = body instanceof Both<?, ?, ?> b ? b.inner() : body;
      if (said instanceof Discarding<?, ?> || said instanceof Combinator<?, ?>) {
        return ChildRoot.Said.of(task, body, this, said);
      }
    }
    if (again && !settled) {
      ChildRoot r = childAgain(task);
      r.runs(body);
      return r;
    }
    return new ChildRoot(task, body, this);
  }

  private boolean saysHowToLetGo() {
    for (int i = 0; i < size; i++) {
      if (child(i).said() != null) {
        return true;
      }
    }
    return false;
  }

  /** A child has ended: a combinator that has nothing to say about its values is kept no longer. */
  private static void forgetWhatSaysNothing(ChildRoot child) {
    if (child.said() instanceof Combinator<?, ?> c // first: most have none, and the class is rare
        && (child.failure() != null || !c.saysHowToLetGo())
        && child instanceof ChildRoot.Said r) {
      r.forget();
    }
  }

  /** Says how many children come, so that their array is made once. */
  final void expect(int children) {
    if (children > 2) {
      others = new ChildRoot[children - 1];
    }
  }

  private void put(int n, ChildRoot r) {
    if (n == 0) {
      if (first != r) {
        first = r;
      }
      return;
    }
    if (n == 1 && arrayOrNull() == null) {
      if (others != r) {
        others = r;
      }
      return;
    }
    array(n)[n - 1] = r;
  }

  /** The array of the others, with room for so many. */
  private @Nullable ChildRoot[] array(int room) {
    @Nullable ChildRoot[] known = arrayOrNull();
    if (known != null && room <= known.length) {
      return known;
    }
    @Nullable ChildRoot[] larger = new ChildRoot[known == null ? room : 2 * room - 1];
    if (known != null) {
      System.arraycopy(known, 0, larger, 0, known.length);
    } else {
      larger[0] = (ChildRoot) others;
    }
    others = larger;
    return larger;
  }

  private @Nullable ChildRoot @Nullable [] arrayOrNull() {
    return others instanceof ChildRoot[] ? (ChildRoot[]) others : null;
  }

  /** The child that was started as the n-th, from 0. */
  final ChildRoot child(int n) {
    ChildRoot r = n == 0 ? first : other(n);
    if (r == null) {
      throw new AssertionError("no child " + n);
    }
    return r;
  }

  private @Nullable ChildRoot other(int n) {
    @Nullable ChildRoot[] all = arrayOrNull();
    return all == null ? (ChildRoot) others : all[n - 1];
  }

  final int size() {
    return size;
  }

  /** Whether a child is being polled, or a root that it cannot end before. */
  boolean isChildRunning() {
    for (int i = 0; i < size; i++) {
      if (child(i).isRunningInside()) {
        return true;
      }
    }
    return false;
  }

  /** Adds its children that have not ended, the newest first. */
  final void addWaiting(List<Root> into) {
    for (int i = size - 1; i >= 0; i--) {
      ChildRoot r = child(i);
      if (!r.hasEnded()) {
        into.add(r);
      }
    }
  }

  /** A child has ended, in its task. */
  final void childEnded(ChildRoot child) {
    open--;
    if (settled) {
      Throwable t = child.failure();
      if (t != null) {
        child.task.scheduler.failed("letting go of a dropped value failed", t);
      }
    } else {
      forgetWhatSaysNothing(child);
      try {
        ended(child);
      } catch (Throwable t) { // of user code: a rule of retrying, an iterator, a block not woven
        breakDown(t);
      }
    }
    endIfDone(child.task);
  }

  /** Something that it waits for has ended. */
  final void endIfDone(TaskCore<?, ?> task) {
    settleIfDone(task);
    liveNoMore(task);
    wakeIfDone();
  }

  private void liveNoMore(TaskCore<?, ?> task) {
    if (open == 0 && begun && live) {
      live = false;
      task.removeLive(this);
    }
  }

  private void settleIfDone(TaskCore<?, ?> task) {
    if (begun && !settled && isDone()) {
      settled = true;
      if (broken) {
        discardAll(); // there is no outcome that could have them
      } else {
        settle(task);
      }
    }
  }

  private void breakDown(Throwable t) {
    fail(t);
    broken = true;
    cancelChildren(); // what has started is still polled to its end
  }

  /** Wakes the owner when nothing is left to wait for. */
  final void wakeIfDone() {
    if (isDone() && !polling && waiter != null) {
      waiter.wakeHere();
    }
  }

  /** Whether nothing is left to wait for. */
  boolean isDone() {
    return open == 0;
  }

  /** Cancels the children that have not ended. */
  void cancelChildren() {
    for (int i = 0; i < size; i++) {
      child(i).cancelHere();
    }
  }

  /** Counts a failure: the first is thrown, the others are suppressed in it. */
  final void fail(Throwable t) {
    Throwable first = failure;
    if (first == null) {
      failure = t;
    } else {
      Failures.suppress(first, t);
    }
  }

  @Override
  public final @Nullable Object poll(Context context) throws X {
    return poll(EngineContext.of(context), null, null);
  }

  /**
   * The same; the first one of a combinator that runs again may give it what it then does not have
   * in its fields.
   */
  final @Nullable Object poll(
      EngineContext cx, @Nullable AsyncRunnable<?> a, @Nullable AsyncRunnable<?> b) throws X {
    if (polling) {
      throw new IllegalStateException("polled from inside its own poll");
    }
    if (phase >= ENDED) {
      throw new IllegalStateException("polled after its end: a computation runs once");
    }
    Root polledBy = cx.root();
    if (waiter != polledBy) {
      if (waiter != null && waiter.task != cx.task) {
        throw new IllegalStateException("a computation belongs to the task that first polled it");
      }
      waiter = polledBy;
    }
    polling = true;
    try {
      if (phase == FRESH) {
        phase = RUNNING;
        Chain chain = cx.running();
        try {
          if (a == null) {
            begin(cx);
          } else {
            begin(cx, a, b);
          }
        } catch (Throwable t) {
          breakDown(t);
        } finally {
          cx.back(chain);
        }
        begun = true;
        liveNoMore(cx.task);
      }
      if (!broken) {
        try {
          polled(cx);
        } catch (Throwable t) { // of the runtime's clock
          breakDown(t);
        }
      }
      settleIfDone(cx.task);
      if (!isDone()) {
        return Poll.PENDING;
      }
      phase = ENDED;
      if (!again) {
        waiter = null;
      }
      if (broken && failure != null) {
        throw failure;
      }
      return outcome(cx);
    } catch (Throwable t) {
      phase = ENDED;
      throw Sneaky.<X>sneak(t);
    } finally {
      polling = false;
      if (again && phase == ENDED && open == 0) {
        forget();
        phase = FREE;
      }
    }
  }

  @Override
  public void cancel() {
    if (!cancelled && phase < ENDED) {
      cancelled = true;
      cancelChildren();
    }
  }

  @Override
  public void abort() {
    if (!aborted && phase < ENDED) {
      aborted = true;
      cancelled = true;
      for (int i = 0; i < size; i++) {
        child(i).abortHere();
      }
    }
  }

  /** Throws the first failure; where there is none but a child was cancelled, a cancel. */
  final void throwFailure() throws Throwable {
    if (failure != null) {
      throw failure;
    }
    for (int i = 0; i < size; i++) {
      if (child(i).failure() instanceof Cancelled) {
        throw Cancellation.cancelled();
      }
    }
  }

  /** Whether {@link #throwFailure} throws. */
  final boolean isFailed() {
    boolean failed = failure != null;
    for (int i = 0; i < size; i++) {
      failed |= child(i).failure() != null;
    }
    return failed;
  }

  /** Counts a child's failure and cancels the others: the first failure decides. */
  final void failFast(ChildRoot child) {
    Throwable t = child.failure();
    if (t != null && !(t instanceof Cancelled)) {
      fail(t);
      cancelChildren();
    }
  }

  /** Lets go of all values when some child has failed or was cancelled. */
  final void discardAllIfFailed() {
    if (isFailed()) {
      discardAll();
    }
  }

  /** Lets go of all values. */
  final void discardAll() {
    int n = size; // without those that this adds
    for (int i = 0; i < n; i++) {
      discard(child(i));
    }
  }

  /**
   * Lets go of a child's value, which nobody will get: by what its maker said, else closes it where
   * it can be closed; waiting, as a further child, where that waits.
   */
  final void discard(ChildRoot child) {
    Object value = child.value();
    if (child.failure() == null && value != null) {
      child.forgetOutcome();
      letGo(child.task, value, child.said());
    }
  }

  private void letGo(TaskCore<?, ?> task, @Nullable Object value, @Nullable Async<?, ?> said) {
    try {
      if (said instanceof Discarding<?, ?> d && value != null) {
        startLater(task, new Shielded<>(d.discard(value)));
      } else if (said instanceof Combinator<?, ?> c) {
        c.letGoOfOutcome(task, this);
      } else {
        letGo(task, value);
      }
    } catch (Throwable t) {
      task.scheduler.failed("letting go of a dropped value failed", t);
    }
  }

  /** Its own outcome was dropped: what its children gave is let go of, by {@code by}. */
  private void letGoOfOutcome(TaskCore<?, ?> task, Combinator<?, ?> by) {
    for (int i = 0; i < size; i++) {
      ChildRoot r = child(i);
      Object value = r.value();
      if (r.failure() == null && value != null) {
        r.forgetOutcome();
        by.letGo(task, value, r.said());
      }
    }
  }

  /** By what it is: combinators' results are taken apart, since nobody else would. */
  private void letGo(TaskCore<?, ?> task, @Nullable Object value) throws Exception {
    if (value instanceof AsyncCloseable<?> c) {
      startLater(task, new Shielded<>(c.closeAsync()));
    } else if (value instanceof AutoCloseable c) {
      c.close();
    } else if (value instanceof Pair<?, ?> pair) {
      letGo(task, pair.first(), null);
      letGo(task, pair.second(), null);
    } else if (value instanceof Selected.First<?, ?> s) {
      letGo(task, s.value(), null);
    } else if (value instanceof Selected.Second<?, ?> s) {
      letGo(task, s.value(), null);
    } else if (value instanceof All.Values<?> all) {
      all.forEach(v -> letGo(task, v, null));
    }
  }
}
