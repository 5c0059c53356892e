package dev.bide.internal;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.runtime.Work;
import dev.bide.weave.v1.Frame;
import dev.bide.weave.v1.Startable;
import dev.bide.weave.v1.Suspended;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A chain of awaits: frames from the one that waits for a leaf to the outermost. Polling it goes to
 * the innermost frame directly and hands each outcome outward in a loop.
 *
 * <p>The life of a cancel, in {@link #bits}:
 *
 * <pre>
 *               request              leaf throws Cancelled,
 *                                    or a leaf starts
 *   (none) ----------------> ARMED ------------------------> UNWINDING
 *                             | ^  \__SENT: leaf told           |  | handler entered
 *        leaf gives a value:  |_|                               |  v
 *        still ARMED           ^                                | UNWINDING|HELD
 *                              |______ handler left otherwise __|__|
 *                                      than by throwing (armedTurn: after one turn)
 * </pre>
 *
 * <p>{@code bits == 0} is the whole fast path. Touched only by whoever polls the task.
 */
abstract class Chain extends Work {
  /** The body has not been started. */
  static final int FRESH = 1;

  /** A cancel was asked for and is to be delivered at the next leaf. */
  static final int ARMED = 2;

  /** The leaf that is waited for was told of the cancel. */
  static final int SENT = 4;

  /** A {@code Cancelled} was delivered and has not been swallowed. */
  static final int UNWINDING = 8;

  /**
   * The handler at {@link Unusual#holderDepth}, {@code holderLevel} deals with what is unwinding.
   */
  static final int HELD = 16;

  /** Every leaf that waits is to throw. */
  static final int ABORT = 32;

  /** The leaf that is waited for was told of the abort. */
  static final int ABORT_SENT = 64;

  /** The leaf that is waited for was not started: for want of budget, or to let a turn pass. */
  static final int UNSTARTED = 128;

  /** The innermost frame waits for a block that is to be started from an empty stack. */
  static final int TRAMPOLINE = 256;

  /** With {@link #UNSTARTED}: its frame uses the leaf again, so it has to be told that it ends. */
  static final int LENT = 512;

  /** Of an {@link OwnChain}: it is not what runs. */
  static final int IDLE = 1024;

  /** What was the innermost was taken away while a frame runs that waits for something again. */
  static final int MOVED = 2048;

  /** What is unusual about it; {@code int} where it is computed with. */
  short bits = FRESH;

  /**
   * While {@link #goOn} runs: the frames that wait for what runs are those with a smaller depth.
   * Else negative: only the innermost frame, if any, has been resumed.
   */
  int handedTo = -1;

  @Nullable Frame innermost;

  /**
   * What the chain runs: the block until it has started, or the leaf when there is no frame. Once a
   * root has ended, its outcome.
   */
  @Nullable Object held;

  /** Made when it is first needed. */
  @Nullable Unusual unusual;

  Chain(@Nullable Async<?, ?> body) {
    // A block nearly always: asked first, so that a class that is rarely used need not be loaded.
    this.held =
        body instanceof Block<?, ?> || !(body instanceof Shared<?, ?> shared)
            ? body
            : shared.view();
  }

  /** Whose chain it is: what is woken when it is to be polled. */
  abstract Root root();

  final void set(int these) {
    bits = (short) (bits | these);
  }

  final void clear(int these) {
    bits = (short) (bits & ~these);
  }

  /** Whether a cancel was asked for: the request is armed, or what it has thrown unwinds. */
  final boolean wasCancelled() {
    return (bits & (ARMED | UNWINDING)) != 0;
  }

  /** Records a request to cancel. Sticks. */
  final void request() {
    if (!wasCancelled()) {
      set(ARMED);
      forgetArmedTurn();
    }
  }

  /** Records a request to abort. */
  final void requestAbort() {
    request();
    if ((bits & ABORT) == 0) {
      set(ABORT);
      forgetArmedTurn();
    }
  }

  private void forgetArmedTurn() {
    if (unusual != null) {
      unusual.armedTurn = Unusual.NO_TURN;
    }
  }

  /** For what is unusual. */
  final Unusual unusual() {
    Unusual u = unusual;
    if (u == null) {
      u = new Unusual();
      unusual = u;
    }
    return u;
  }

  /**
   * Goes on as far as possible. What is usual stands here, short enough for the JIT to inline it
   * where a root is polled: the leaf has a value, and the frame that waited for it waits again.
   *
   * @return the value (a {@code Prim} when it is in the context), or {@code PENDING}
   */
  @SuppressWarnings("NullAway") // said there
  final @Nullable Object run(EngineContext cx) throws Throwable {
    Frame f = innermost;
    if (f == null) {
      return runBody(cx);
    }
    if (bits != 0) {
      return runUnusually(cx, f);
    }
    Object r = f.advance(cx);
    if (r == f && (bits & (TRAMPOLINE | MOVED)) == 0) {
      return Poll.PENDING;
    }
    return r == Frame.THREW
        ? goOn(cx, f, null, cx.takeThrown(this), cx.thrownByFrame)
        : goOn(cx, f, r, null, r != f);
  }

  @SuppressWarnings("NullAway") // the innermost frame waits for a leaf
  private @Nullable Object runUnusually(EngineContext cx, Frame f) throws Throwable {
    Object in;
    boolean resumed = false;
    try {
      in = pollUnusually(cx, f.child);
      if (in == Poll.PENDING) {
        return in;
      }
      cx.standAt(f.depth);
      resumed = true;
      cx.backEdges = Frame.BACK_EDGES;
      in = f.resume(cx, in, null);
      if (in == Poll.PENDING) {
        in = goOnInParts(cx, f);
        handedTo = -1;
      }
    } catch (Throwable t) {
      cx.back(this); // as takeThrown does
      return goOn(cx, f, null, t, resumed);
    }
    return in == f && bits == 0 ? Poll.PENDING : goOn(cx, f, in, null, in != f);
  }

  private @Nullable Object runBody(EngineContext cx) throws Throwable {
    Object r;
    if (bits == 0) {
      r = leaf().poll(cx);
      if (r == Poll.PENDING && bits == 0) {
        return r;
      }
    } else if ((bits & FRESH) != 0) {
      r = begin(cx);
    } else {
      r = pollUnusually(cx, leaf());
    }
    return entered(cx, r);
  }

  /**
   * Runs a block that is in none of its fields, as the body of one to which nothing has happened.
   *
   * @param spare what an earlier run has left, see {@link Startable#start}
   */
  final @Nullable Object runGiven(EngineContext cx, Startable block, @Nullable Suspended spare)
      throws Throwable {
    return entered(cx, keep(block.start(cx, spare)));
  }

  /** Takes note of what its body has returned, for the next run of the same. */
  @Nullable Object keep(@Nullable Object r) {
    return r;
  }

  /** Goes on with what its body has returned where that was started, or is a leaf. */
  final @Nullable Object entered(EngineContext cx, @Nullable Object r) throws Throwable {
    if (!(r instanceof Suspended)) {
      held = null;
      return r;
    }
    return (bits & TRAMPOLINE) == 0 ? Poll.PENDING : goOn(cx, innermost(), r, null, false);
  }

  /** What it runs without a frame. */
  private Async<?, ?> leaf() {
    Async<?, ?> leaf = (Async<?, ?>) held;
    if (leaf == null) {
      throw new IllegalStateException("polled after its end");
    }
    return leaf;
  }

  /**
   * Hands an outcome outward, frame by frame, until one waits again, and starts what was put off
   * until the stack is empty.
   *
   * @param in a value, unless there is a failure
   * @param ended whether that is how {@code f}, or what it has handed its value to, has ended; else
   *     it is the outcome of what {@code f} waits for, a {@code Suspended} when something was put
   *     off in its place
   */
  final @Nullable Object goOn(
      EngineContext cx, Frame f, @Nullable Object in, @Nullable Throwable failure, boolean ended)
      throws Throwable {
    if (ended && cx.depth < f.depth) {
      f = ranLast(cx, f);
    }
    Throwable traced = null; // has its lines: they are appended once, not at each hand-over
    for (; ; ) {
      if (ended) {
        Frame waiting = f.parent;
        if (waiting == null) {
          handedTo = -1;
          innermost = null;
          if (failure != null) {
            throw failure;
          }
          return in;
        }
        f = waiting;
      } else if (in instanceof Suspended) {
        clear(MOVED);
        if ((bits & TRAMPOLINE) == 0) {
          return waitsAgain(f);
        }
        if (f.child != null && innermost != f) {
          innermost = f;
        }
        f = innermost();
        try {
          in = startFromEmptyStack(cx, f);
        } catch (Throwable t) {
          in = null;
          failure = t;
          traced = null;
        }
        continue;
      }
      if (failure != null && failure != traced) {
        traced = failure;
        appendLines(failure, f, cx); // it waits, and is not on the stack
      }
      ended = true;
      if (failure == null || f.handles()) {
        cx.standAt(f.depth);
        handedTo = f.depth;
        cx.backEdges = Frame.BACK_EDGES;
        try {
          in = f.resume(cx, in, failure);
          if (in == Poll.PENDING) {
            in = goOnInParts(cx, f);
          }
          failure = null;
        } catch (Throwable t) {
          in = null;
          failure = t;
        }
        ended = in != f;
        if (!ended && (bits & (TRAMPOLINE | MOVED)) == 0) {
          return waitsAgain(f);
        }
        if (cx.depth < f.depth) {
          f = ranLast(cx, f);
        }
      }
    }
  }

  /**
   * Appends the lines of those who wait to a failure that is handed outward. Where there is no
   * memory even to load the class that does it, the failure is handed on without them.
   */
  static void appendLines(Throwable failure, @Nullable Frame waiting, EngineContext cx) {
    try {
      Traces.append(failure, waiting, cx);
    } catch (Throwable noMemory) {
      return; // for lines; blocks that wait clean up all the same
    }
  }

  /**
   * Starts what a resumed frame awaits, where that is left to whoever has resumed it, and goes on
   * with the frame as long as that has an outcome at once. Apart from {@link #goOn}, which has few
   * bytes left until HotSpot no longer inlines it.
   *
   * @return what {@link Frame#resume} does, but {@code PENDING}
   */
  private @Nullable Object goOnInParts(EngineContext cx, Frame f) throws Throwable {
    for (; ; ) {
      Object in = null;
      Throwable failure = null;
      handedTo = f.depth + 1;
      try {
        in = f.begin(cx);
      } catch (Throwable t) {
        failure = t;
        appendLines(failure, f, cx); // it waits, and is not on the stack
        if (!f.handles()) {
          throw t;
        }
      }
      if (in instanceof Suspended) {
        return f;
      }
      cx.standAt(f.depth);
      handedTo = f.depth;
      Object r = f.resume(cx, in, failure);
      if (r != Poll.PENDING) {
        return r;
      }
    }
  }

  /**
   * The frame that ran last after one was resumed: frames hand their values on themselves, see
   * {@link Frame#finish}, and say by the depth how far they have come.
   */
  private static Frame ranLast(EngineContext cx, Frame resumed) {
    int depth = cx.depth;
    cx.depth = resumed.depth; // as it was, for whoever stands elsewhere next
    Frame f = resumed;
    do {
      f = Objects.requireNonNull(f.parent);
    } while (f.depth > depth);
    return f;
  }

  private Object waitsAgain(Frame f) {
    if (f.child != null && innermost != f) { // a leaf, the same as before
      innermost = f;
    }
    handedTo = -1;
    return Poll.PENDING;
  }

  private Frame innermost() {
    Frame f = innermost;
    if (f == null) {
      throw new AssertionError("a block waits without a frame");
    }
    return f;
  }

  /** Starts what it runs. */
  @Nullable Object begin(EngineContext cx) throws Throwable {
    Async<?, ?> first = (Async<?, ?>) held;
    if (first == null) {
      throw new AssertionError("a chain without a body");
    }
    clear(FRESH);
    if (first instanceof Block<?, ?> block && block.claim(this)) {
      held = null; // what the block has captured lives no longer than it needs it
      return block.enterAsBody(cx);
    }
    return cx.startLeaf(first);
  }

  private @Nullable Object startFromEmptyStack(EngineContext cx, Frame f) throws Throwable {
    clear(TRAMPOLINE);
    Block<?, ?> block = Objects.requireNonNull((Block<?, ?>) f.child);
    cx.standAt(f.depth);
    handedTo = f.depth + 1;
    Object r = block.startInside(cx, Integer.MAX_VALUE);
    if (r instanceof Frame inner) {
      inner.parent = f;
      f.child = null;
    } else if (r instanceof Suspended && innermost != f) {
      innermost = f; // the block waits as a leaf
    }
    return r;
  }

  /** Starts a leaf when the budget is spent or a cancel is in the air, if any. */
  final @Nullable Object startUnusually(EngineContext cx, Async<?, ?> leaf) throws Throwable {
    if (cx.budget < 0 && !startsAnyway(leaf)) {
      set(UNSTARTED);
      cx.root().goOnNextTurn(cx);
      return Poll.PENDING;
    }
    if (isArmed() && !Shielded.shields(leaf)) {
      reportSwallow(cx);
      if (unusual != null && unusual.armedTurn == cx.task.turn) {
        return waitForTurn(cx);
      }
      if (leaf instanceof Operator) {
        return tellAndPoll(cx, leaf);
      }
      deliver(cx);
      throw Cancellation.cancelled();
    }
    Object r = leaf.poll(cx);
    if (r == Poll.PENDING && (bits & ABORT) != 0) {
      set(ABORT_SENT);
      leaf.abort();
      cx.root().wake(); // so that it is polled with the abort
    }
    return r;
  }

  /**
   * Whether to start a leaf although the budget is spent: one that a cancel does not keep from
   * starting. A loop of those that reach no leaf sees the cancel at a back edge, where the budget
   * is spent; each turn counts sixteen of these anew, so it must not end at what is started here.
   */
  private boolean startsAnyway(Async<?, ?> leaf) {
    return leaf instanceof Operator && isArmed();
  }

  private Object waitForTurn(EngineContext cx) {
    set(UNSTARTED);
    cx.root().wake(); // it is being polled: this means the next turn
    return Poll.PENDING;
  }

  private boolean isArmed() {
    return (bits & ABORT) != 0 || (bits & (ARMED | UNWINDING)) == ARMED;
  }

  /** Polls the leaf that is waited for when a cancel is in the air or it has not started. */
  private @Nullable Object pollUnusually(EngineContext cx, Async<?, ?> leaf) throws Throwable {
    if ((bits & UNSTARTED) != 0) {
      int lent = bits & LENT;
      clear(UNSTARTED | LENT);
      if (lent == 0 || !isArmed()) {
        cx.budget--;
        Object r = startUnusually(cx, leaf);
        if ((bits & UNSTARTED) != 0) {
          set(lent);
        }
        return r;
      }
    }
    return tellAndPoll(cx, leaf);
  }

  private @Nullable Object tellAndPoll(EngineContext cx, Async<?, ?> leaf) throws Throwable {
    try {
      if ((bits & (ARMED | SENT | UNWINDING)) == ARMED) {
        set(SENT);
        leaf.cancel();
      }
      if ((bits & (ABORT | ABORT_SENT)) == ABORT) {
        set(ABORT_SENT);
        leaf.abort();
      }
      Object r = leaf.poll(cx);
      if (r != Poll.PENDING) {
        clear(SENT | ABORT_SENT); // it could not undo: the request waits for the next leaf
      }
      return r;
    } catch (Cancelled c) {
      if ((bits & (SENT | ABORT_SENT)) != 0 && !Shielded.shields(leaf)) {
        deliver(cx);
      } else {
        clear(SENT | ABORT_SENT);
      }
      throw c;
    } catch (Throwable t) {
      clear(SENT | ABORT_SENT);
      throw t;
    }
  }

  private void deliver(EngineContext cx) {
    clear(ARMED | SENT | ABORT_SENT | HELD);
    set(UNWINDING);
    if ((bits & ABORT) != 0) {
      unusual().armedTurn = cx.task.noteTurn(); // the next leaf that throws costs a turn
    }
  }

  final void caught(int depth, int level) {
    if ((bits & UNWINDING) == 0) {
      return;
    }
    Unusual u = unusual();
    // A handler outside the holder's: what the holder threw has come here. One inside deals with
    // something else.
    if ((bits & HELD) == 0
        || depth < u.holderDepth
        || (depth == u.holderDepth && level <= u.holderLevel)) {
      set(HELD);
      u.holderDepth = depth;
      u.holderLevel = level;
    }
  }

  final void left(EngineContext cx, int depth, int level) {
    if ((bits & (UNWINDING | HELD)) != (UNWINDING | HELD)) {
      return;
    }
    Unusual u = unusual();
    if (depth == u.holderDepth && level == u.holderLevel) {
      clear(UNWINDING | HELD);
      set(ARMED);
      u.armedTurn = cx.task.noteTurn();
      if (!cx.task.unusual().swallowReported) {
        u.swallowedAt = new Throwable("here a Cancelled was caught and not rethrown");
      }
    }
  }

  /** Reported when it has an effect: returning a value in a Cancelled's place is legal. */
  private void reportSwallow(EngineContext cx) {
    Throwable at = unusual == null ? null : unusual.swallowedAt;
    if (at != null) {
      unusual().swallowedAt = null;
      Unusual ofTask = cx.task.unusual();
      if (!ofTask.swallowReported) {
        ofTask.swallowReported = true;
        Traces.dropEngine(at);
        cx.scheduler().failed("a handler swallowed Cancelled; it is thrown again", at);
      }
    }
  }
}
