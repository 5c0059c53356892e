package dev.bide.internal;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import org.jspecify.annotations.Nullable;

/**
 * A computation that a stream's stage has started, as a root of the task that was polling then. The
 * task polls it when it was woken, whatever the task's own chain waits for; when that ends, it
 * cancels it and waits for it.
 *
 * <p>A failure is either {@linkplain #takeFailure taken} by its stage, to be thrown to somebody, or
 * reported when the task ends.
 */
public sealed class Attached extends LooseRoot permits AttachedItem {
  private static final Relay RELAY = new Relay();

  final Listener listener;

  /** In the task's list of failures that nobody has taken. */
  private boolean untaken;

  private @Nullable Attached nextUntaken;
  private @Nullable Attached previousUntaken;

  /** The owner of all of them; no lambda: the first ones cost a program's start. */
  private static final class Relay implements LooseRoot.Owner {
    @Override
    public void looseEnded(LooseRoot ended) {
      ((Attached) ended).relay();
    }
  }

  /** Is told of an end, in the task. */
  public interface Listener {
    /** It has ended. Called once. */
    void attachedEnded(Attached ended);
  }

  /** Has a function for items, several of which run at once. */
  public interface ItemListener extends Listener {
    /** The function of an item. */
    Object function();

    /** Runs it until it ends or waits. */
    @Nullable Object start(Context cx, @Nullable Object item) throws Throwable;
  }

  /** Attaches a computation to the task that is being polled. It has not started. */
  public Attached(Context cx, Async<?, ?> body, Listener listener) {
    this(EngineContext.of(cx), body, listener);
  }

  Attached(EngineContext cx, @Nullable Async<?, ?> body, Listener listener) {
    super(cx.task, body, RELAY);
    this.listener = listener;
  }

  /** Attaches a run of the listener's function, which has not started. */
  public static Attached ofItem(Context cx, Object item, ItemListener listener) {
    return new AttachedItem(EngineContext.of(cx), item, listener);
  }

  private void relay() {
    Throwable failure = failure();
    if (failure != null && !(failure instanceof Cancelled)) {
      untaken = true;
      Unusual known = task.unusual();
      nextUntaken = known.untaken;
      if (nextUntaken != null) {
        nextUntaken.previousUntaken = this;
      }
      known.untaken = this;
    }
    listener.attachedEnded(this); // also when the task's chain has ended: others may read on
  }

  /** Reports the failures that nobody has taken, those that came first before the others. */
  static void reportUntaken(TaskCore<?, ?> task) {
    Unusual known = task.unusual;
    Attached a = known == null ? null : known.untaken;
    while (a != null && a.nextUntaken != null) {
      a = a.nextUntaken;
    }
    while (a != null) {
      Attached before = a.previousUntaken;
      Throwable t = a.takeFailure();
      if (t != null) {
        task.scheduler.failed("what a stream had begun failed, and nobody has asked for it", t);
      }
      a = before;
    }
  }

  /**
   * Polls it from inside the poll of another root of its task: up to where it waits. Where the
   * stack is too deep for that, the task polls it soon.
   */
  public void stepNow(Context cx) {
    stepInside(EngineContext.of(cx));
  }

  /** Lets the task poll it soon. In the task. */
  public void wakeSoon() {
    wakeHere();
  }

  /** Asks it to end. In the task. */
  public void cancelSoon() {
    cancelHere();
  }

  /** Asks it to wait for nothing more. In the task. */
  public void abortSoon() {
    abortHere();
  }

  /** Whether it was asked to end: its stream is being closed, or its task's chain has ended. */
  public boolean isCancelled() {
    return wasCancelled();
  }

  /**
   * What it threw, once: the caller throws or reports it. Null when it has not ended, or has a
   * value, or somebody has taken it before.
   */
  public @Nullable Throwable takeFailure() {
    if (untaken) {
      untaken = false;
      Attached b = previousUntaken;
      Attached n = nextUntaken;
      if (b == null) {
        task.unusual().untaken = n;
      } else {
        b.nextUntaken = n;
      }
      if (n != null) {
        n.previousUntaken = b;
      }
      nextUntaken = null;
      previousUntaken = null;
    }
    Throwable t = failure();
    if (t != null) {
      forgetOutcome();
    }
    return t;
  }

  /** Whether it is what is being polled, in its own chain: not a child of it. */
  public boolean isPolling(Context context) {
    return EngineContext.of(context).running() == this;
  }

  /** Whether a computation that is polled by hand waits for something that is being polled. */
  public static boolean isInside(Async<?, ?> byHand) {
    return Root.isInside(byHand);
  }

  /**
   * Whether whoever has left a waker with a leaf may leave it to another one: it is of the same
   * task, where what polls a leaf may change, and does not itself wait for it.
   *
   * @param left what was left
   * @param own of who polls the leaf now
   */
  public static boolean leavesTo(Waker left, Waker own, Async<?, ?> leaf) {
    return left instanceof Root x
        && own instanceof Root y
        && x.task == y.task
        && Traces.leafOf(x) != leaf;
  }
}
