package dev.bide.internal;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import dev.bide.runtime.MissingCapabilityException;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.Waker;
import dev.bide.weave.v1.Frame;
import dev.bide.weave.v1.Slots;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The one context: what is being polled at the moment, by one thread of a runtime.
 *
 * <p>The reference fields are stored only when they change: a store into an old object costs more
 * than all the rest of a resume under G1.
 */
public final class EngineContext extends Slots {
  /** Charges a task may make before it has to give up its turn. */
  static final int BUDGET = 256;

  /** Nested starts after which the chain goes on from an empty stack. */
  public static final int MAX_NESTING = 200;

  private final Scheduler scheduler;

  /** Charges left in this turn; below zero it is spent. */
  public int budget;

  /**
   * {@code depth - base} is how many starts stand on the stack. What returns or throws leaves that
   * as it was.
   */
  int base;

  /** The root that is polled is the one with which the task's turn began. So between turns, too. */
  boolean first = true;

  /**
   * The last root that ran out of budget in this turn, where there is one in the task's list of
   * those: none is taken from the queue after it. Else it says nothing.
   */
  @Nullable Root lastStopped;

  TaskCore<?, ?> task;

  /**
   * What runs, or an idle chain that has stayed here: see {@link OwnChain}. There is no field for
   * its {@link #root}, since whoever polls a child would store that as well.
   */
  Chain chain;

  /** For {@link Context#of}. */
  @SuppressWarnings("NullAway.Init") // set before anything is polled with it
  public EngineContext(Scheduler scheduler) {
    this.scheduler = scheduler;
  }

  @Override
  public Waker waker() {
    return root();
  }

  /** The root that is polled. */
  Root root() {
    return running().root();
  }

  @Override
  public Scheduler scheduler() {
    return scheduler;
  }

  @Override
  public <C> C capability(Class<C> type) {
    C c = scheduler.capability(type);
    if (c == null) {
      // As an object: a verifier that sees which class is thrown loads it at each start.
      Object missing = new MissingCapabilityException(type, scheduler.name());
      throw (RuntimeException) missing;
    }
    return c;
  }

  @Override
  public <C> @Nullable C capabilityOrNull(Class<C> type) {
    return scheduler.capability(type);
  }

  /** The context behind the public type. */
  static EngineContext of(Context cx) {
    return (EngineContext) cx;
  }

  /** The task that is being polled, to be compared. */
  public static Object taskOf(Context cx) {
    return of(cx).task;
  }

  /** The chain of what runs. */
  Chain running() {
    Chain c = chain;
    if ((c.bits & Chain.IDLE) != 0) {
      c = OwnChain.outerOf(c);
      chain = c;
    }
    return c;
  }

  /** Starts a computation that is not a woven block: charges for it, and looks for a cancel. */
  public @Nullable Object startLeaf(Async<?, ?> awaited) throws Throwable {
    if (--budget < 0 || chain.bits != 0) {
      return running().startUnusually(this, awaited);
    }
    return awaited.poll(this); // that name is in the error where it is null
  }

  /** See {@link dev.bide.weave.v1.Weave#charge}. */
  public boolean charge() {
    if (--budget < 0 || chain.bits != 0) {
      budget++;
      return false;
    }
    return true;
  }

  /** See {@link dev.bide.weave.v1.Leaf#mayStart}. */
  public boolean mayStart() {
    return chain.bits == 0 || running().bits == 0;
  }

  /** See {@link dev.bide.weave.v1.Leaf#later}. */
  public void startLater() {
    running().set(Chain.UNSTARTED | Chain.LENT);
    root().goOnNextTurn(this);
  }

  /** See {@link dev.bide.weave.v1.Weave#enter}. */
  public boolean enter() {
    if (depth - base >= MAX_NESTING) {
      return false;
    }
    depth++;
    return true;
  }

  /**
   * What {@link Frame#advance} has left here, once. Where the stack was full another chain may have
   * been left here, in the midst of its poll.
   */
  Throwable takeThrown(Chain by) {
    back(by);
    Throwable t = Objects.requireNonNull(thrown);
    thrown = null;
    return t;
  }

  /**
   * Says at which depth of its chain code goes on, above as many starts as stand on the stack.
   * Where code goes on at the depth at which it was left, nothing is stored: the processor takes
   * fewer stores at a time than it compares.
   */
  public void standAt(int newDepth) {
    if (depth != newDepth) {
      base += newDepth - depth;
      depth = newDepth;
    }
  }

  /** Goes on with what was polled before. */
  void back(Chain to) {
    if (chain != to) {
      chain = to;
    }
  }

  /** See {@link dev.bide.weave.v1.Weave#suspend}. */
  public void suspendAtLeaf(Frame frame, @Nullable Async<?, ?> awaited) {
    if (frame.child != awaited) {
      changeChild(frame, awaited);
    }
    if (chain.innermost != frame) {
      running().innermost = frame;
    }
  }

  private static void changeChild(Frame frame, @Nullable Async<?, ?> awaited) {
    Async<?, ?> child = awaited instanceof Shared<?, ?> shared ? shared.taken() : awaited;
    if (frame.child != child) {
      frame.child = child;
    }
  }

  /** See {@link dev.bide.weave.v1.Weave#unframed}. */
  public void unframed(@Nullable Async<?, ?> awaited, Object r) {
    running().clear(Chain.TRAMPOLINE);
    task.adopt(this, null, awaited, r);
  }

  /** See {@link dev.bide.weave.v1.Weave#suspendConfined}. */
  public void refuseConfined(Frame frame, Object r) {
    String held = scheduler.migrates() ? frame.confined() : null;
    if (held != null) {
      running().clear(Chain.TRAMPOLINE);
      task.adopt(this, frame, frame.child, r);
      throw new IllegalStateException(
          held
              + ", and the runtime '"
              + scheduler.name()
              + "' moves tasks between threads: run this block on a confined runtime, or let go of"
              + " the value before the await");
    }
  }

  /**
   * Charges for one start of what a hand-written computation starts inside its own poll.
   *
   * @return whether the budget is spent: the computation is to return {@link Poll#PENDING} without
   *     starting anything, and is polled again after one turn
   */
  public static boolean isBudgetSpent(Context context) {
    EngineContext cx = of(context);
    if (--cx.budget >= 0) {
      return false;
    }
    cx.root().goOnNextTurn(cx);
    return true;
  }

  /** What a back edge waits for when the budget is spent: one turn. */
  public Async<?, ?> turnOver() {
    return TurnOver.READY;
  }

  /** Puts off a nested start until the stack is empty. */
  Object trampoline() {
    running().set(Chain.TRAMPOLINE);
    return Poll.PENDING;
  }

  /** See {@link dev.bide.weave.v1.Weave#caught}. */
  public void caught(int level) {
    running().caught(depth, level);
  }

  /** See {@link dev.bide.weave.v1.Weave#left}. */
  public void left(int level) {
    running().left(this, depth, level);
  }
}
