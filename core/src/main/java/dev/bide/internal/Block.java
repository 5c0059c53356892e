package dev.bide.internal;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import dev.bide.weave.v1.Slots;
import dev.bide.weave.v1.Weave;
import org.jspecify.annotations.Nullable;

/**
 * A computation that runs a block. Awaited in another block it becomes part of that one's chain;
 * polled by hand-written code it has a chain of its own.
 *
 * <pre>
 *   FRESH --awaited, or a root's body--> INSIDE
 *   FRESH --poll--> POLLING --value or exception--> ENDED
 *                   ^   |
 *             poll  |   v  PENDING
 *                  WAITING
 * </pre>
 */
public abstract class Block<T extends @Nullable Object, X extends Exception>
    implements Async<T, X>, Operator {
  private static final int FRESH = 0;
  private static final int INSIDE = 1;
  private static final int WAITING = 2;
  private static final int POLLING = 3;
  private static final int ENDED = 4;

  private int state;

  /** For a block that is polled by hand, or was cancelled before it started: its own chain. */
  private @Nullable Chain chain;

  Block() {}

  /** Runs the block from its beginning until it ends or waits. */
  abstract @Nullable Object enter(Slots cx) throws Throwable;

  /** Starts it as part of the running chain. */
  public final @Nullable Object startInside(EngineContext cx) throws Throwable {
    if (state != FRESH) {
      throw secondOwner();
    }
    if (chain != null) {
      return cx.startLeaf(this); // cancelled before: that is its own affair, not its caller's
    }
    if (cx.depth - cx.base >= EngineContext.MAX_NESTING) {
      return cx.trampoline();
    }
    return startInsideAnyway(cx);
  }

  /** The same however many starts stand on the stack: it was put off before. */
  final @Nullable Object startInsideAnyway(EngineContext cx) throws Throwable {
    if (state != FRESH) {
      throw secondOwner();
    }
    if (chain != null) {
      return cx.startLeaf(this);
    }
    state = INSIDE;
    cx.depth++;
    try {
      return enter(cx);
    } finally {
      cx.depth--;
    }
  }

  /** Takes it as the body of a chain; false when it has a chain of its own. */
  final boolean claim(Chain by) {
    if (by == chain) {
      return true;
    }
    if (chain != null) {
      return false;
    }
    if (state != FRESH) {
      throw secondOwner();
    }
    state = INSIDE;
    return true;
  }

  private IllegalStateException secondOwner() {
    return new IllegalStateException(
        state == ENDED
            ? "this computation has ended; a computation runs once (make a new one, or use"
                + " shared())"
            : "this computation already has an owner: it was awaited, or given to a combinator or"
                + " task, before (make a new one, or use shared())");
  }

  private Chain own() {
    Chain c = chain;
    if (c == null) {
      c = Own.of(this);
      chain = c;
    }
    return c;
  }

  @Override
  public final @Nullable Object poll(Context context) throws X {
    EngineContext cx = EngineContext.of(context);
    Chain own = state == WAITING && chain != null ? chain : startPolling();
    state = POLLING;
    Chain outer = cx.chain;
    int depth = cx.depth; // its frames count from here, and their starts with those below them
    cx.chain = own;
    Object r;
    try {
      r = own.run(cx);
    } catch (Throwable t) {
      stopPolling(cx, outer, depth, ENDED);
      throw Sneaky.<X>sneak(t);
    }
    if (r == Poll.PENDING) {
      stopPolling(cx, outer, depth, WAITING);
      return r;
    }
    stopPolling(cx, outer, depth, ENDED);
    return Weave.box(r, cx);
  }

  private Chain startPolling() {
    if (state == POLLING) {
      throw new IllegalStateException("polled from inside its own poll");
    }
    if (state != FRESH) {
      throw secondOwner();
    }
    return own();
  }

  private void stopPolling(EngineContext cx, Chain outer, int depth, int now) {
    state = now;
    cx.chain = outer;
    cx.standAt(depth);
    if (now == ENDED) {
      chain = null;
    }
  }

  @Override
  public final void cancel() {
    if (state != INSIDE && state != ENDED) {
      own().request();
    } else if (state == INSIDE) {
      throw notTheOwner();
    }
  }

  @Override
  public final void abort() {
    if (state != INSIDE && state != ENDED) {
      own().requestAbort();
    } else if (state == INSIDE) {
      throw notTheOwner();
    }
  }

  private static IllegalStateException notTheOwner() {
    return new IllegalStateException(
        "this computation was awaited by a block, which owns it: cancel the task or the child that"
            + " runs the block");
  }

  /** The chain of a block that is polled by hand: it has no queue and no waker of its own. */
  private static final class Own extends Chain {
    private Own(Async<?, ?> body) {
      super(body);
    }

    /** As a chain: most blocks need none, and a verifier that sees the class would load it. */
    static Chain of(Async<?, ?> body) {
      return new Own(body);
    }

    @Override
    public void run(Context cx) {
      throw new AssertionError("not a task");
    }

    @Override
    public void deliver() {
      throw new AssertionError("not a task");
    }

    @Override
    public void abandon(Throwable why) {
      throw new AssertionError("not a task");
    }
  }
}
