package dev.bide.internal;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import dev.bide.weave.v1.Frame;
import dev.bide.weave.v1.Slots;
import dev.bide.weave.v1.Startable;
import dev.bide.weave.v1.Suspended;
import dev.bide.weave.v1.Weave;
import org.jspecify.annotations.Nullable;

/**
 * A computation that runs a block. Awaited in another block it becomes part of that one's chain;
 * polled by hand-written code it has a chain of its own.
 *
 * <pre>
 *   FRESH --awaited, or a root's body--> INSIDE
 *   FRESH --poll--> POLLED --value or exception--> ENDED
 *                   ^    |
 *                   |____|  poll, PENDING: see OwnChain
 * </pre>
 *
 * <p>Where the stack is too full to enter the frame that waits, nothing has been done but to throw:
 * whoever polls it by hand may poll it again, or cancel it first.
 */
public abstract class Block<T extends @Nullable Object, X extends Exception>
    implements Async<T, X>, Operator, Startable {
  private static final int FRESH = 0;
  private static final int INSIDE = 1;
  private static final int POLLED = 2;
  private static final int ENDED = 3;

  private int state;

  /** For a block that is polled by hand, or was cancelled before it started: its own chain. */
  private @Nullable Chain chain;

  Block() {}

  /**
   * Runs the block from its beginning until it ends or waits.
   *
   * @param spare see {@link Startable#start}
   */
  abstract @Nullable Object enter(Slots cx, @Nullable Suspended spare) throws Throwable;

  /** The same for the body of a chain. */
  @Nullable Object enterAsBody(EngineContext cx) throws Throwable {
    return enter(cx, null);
  }

  /** The same for one that has run before; see {@link Application}. */
  @Nullable Object enterAgain(EngineContext cx, @Nullable Object next) throws Throwable {
    throw new AssertionError("it runs once");
  }

  /** What stays of its own chain once it has ended: nothing, unless it may be run again. */
  @Nullable Chain kept(Chain ended) {
    return null;
  }

  /** What {@link #enter} runs. */
  Startable code() {
    return this;
  }

  @Override
  public final @Nullable Object start(Slots cx, @Nullable Suspended spare) throws Throwable {
    return enter(cx, spare);
  }

  /**
   * Takes it as part of the running chain, for the caller to run it there: what {@link
   * #startInside} does where nothing is unusual.
   *
   * @return null when something is, and nothing was done
   */
  public final @Nullable Startable claim(EngineContext cx) {
    if (state != FRESH || chain != null || cx.depth - cx.base >= EngineContext.MAX_NESTING) {
      return null;
    }
    state = INSIDE;
    cx.depth++;
    return code();
  }

  /**
   * Starts it as part of the running chain.
   *
   * @param most how many starts may stand on the stack: with more it is put off
   */
  public final @Nullable Object startInside(EngineContext cx, int most) throws Throwable {
    if (state != FRESH) {
      throw secondOwner();
    }
    if (chain != null) {
      return cx.startLeaf(this); // cancelled before: that is its own affair, not its caller's
    }
    if (cx.depth - cx.base >= most) {
      return cx.trampoline();
    }
    state = INSIDE;
    cx.depth++;
    try {
      return enter(cx, null);
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

  /**
   * Runs one that was polled to its end once more, for the owner that it had, in the chain that it
   * had.
   *
   * @param next what {@link #enterAgain} is given
   */
  final @Nullable Object pollAfresh(EngineContext cx, @Nullable Object next) throws X {
    Chain own = chain;
    if (state != ENDED || own == null) {
      throw secondOwner();
    }
    state = POLLED;
    OwnChain.comeIn(own, cx);
    own.bits = 0;
    int depth = cx.depth;
    Object r;
    try {
      r = own.entered(cx, enterAgain(cx, next));
    } catch (Throwable t) {
      throw Sneaky.<X>sneak(left(own, cx, depth, t));
    }
    return polled(own, cx, depth, r);
  }

  private IllegalStateException secondOwner() {
    return new IllegalStateException(
        state == ENDED
            ? "this computation has ended; a computation runs once (make a new one, or use"
                + " shared())"
            : "this computation already has an owner: it was awaited, or given to a combinator or"
                + " task, before (make a new one, or use shared())");
  }

  /** The block, which tells the class that it stands in. */
  Object block() {
    return code();
  }

  /** One that was printed or compared, its await forgotten, says so in what is printed. */
  @Override
  public final String toString() {
    return (state == FRESH ? "Async that nothing has awaited, of " : "Async of ")
        + NotWoven.host(block());
  }

  /** What it waits for where it is polled by hand; null where it is not. */
  @Nullable Object waitsFor() {
    Chain own = chain;
    Frame innermost = own == null ? null : own.innermost;
    return innermost == null ? null : innermost.child;
  }

  private Chain own() {
    Chain c = chain;
    if (c == null) {
      c = OwnChain.of(this);
      chain = c;
    }
    return c;
  }

  /**
   * What is usual stands here, with no {@code try} but the frame's, since each costs something
   * where there is no JVM: the chain has stayed in the context, nothing is unusual about it, and
   * its innermost frame waits again. Where the stack is too full to enter the frame, the chain
   * stays in the context as one that runs, until what catches the error, or the task's next turn,
   * puts its own there.
   */
  @Override
  @SuppressWarnings("NullAway") // the innermost frame waits for a leaf
  public final @Nullable Object poll(Context context) throws X {
    EngineContext cx = EngineContext.of(context);
    Chain own = cx.chain; // so that the JIT knows the two as one
    if (own != chain || own.bits != Chain.IDLE) {
      return pollUnusually(cx);
    }
    Frame f = own.innermost;
    if (f == null) {
      return pollUnusually(cx);
    }
    own.bits = 0;
    int depth = cx.depth;
    Object r = f.advance(cx);
    if (r == f && own.bits == 0 && cx.chain == own) {
      own.bits = Chain.IDLE;
      if (f.depth != depth) { // where it stands now
        cx.standAt(depth);
      }
      return Poll.PENDING;
    }
    return goOn(own, cx, depth, f, r);
  }

  private @Nullable Object pollUnusually(EngineContext cx) throws X {
    if (state != FRESH && state != POLLED) {
      throw secondOwner();
    }
    Chain own = own();
    if ((own.bits & Chain.IDLE) == 0 && OwnChain.isRunning(own, cx)) {
      throw new IllegalStateException("polled from inside its own poll");
    }
    state = POLLED;
    if (cx.chain != own) {
      OwnChain.comeIn(own, cx);
    }
    own.clear(Chain.IDLE);
    int depth = cx.depth; // its frames count from here, and their starts with those below them
    Frame f = own.innermost;
    Object r;
    try {
      r = own.run(cx);
    } catch (Throwable t) {
      if (f != null && f == own.innermost && t instanceof StackOverflowError) {
        polled(own, cx, depth, Poll.PENDING); // it was not entered, so it can still be left
      } else {
        left(own, cx, depth, t);
      }
      throw Sneaky.<X>sneak(t);
    }
    return polled(own, cx, depth, r);
  }

  /** Goes on after the innermost frame has returned something else than itself, or moved. */
  private @Nullable Object goOn(
      Chain own, EngineContext cx, int depth, Frame f, @Nullable Object returned) throws X {
    Object r;
    try {
      r =
          returned == Frame.THREW
              ? own.goOn(cx, f, null, cx.takeThrown(own), cx.thrownByFrame)
              : own.goOn(cx, f, returned, null, returned != f);
    } catch (Throwable t) {
      throw Sneaky.<X>sneak(left(own, cx, depth, t));
    }
    return polled(own, cx, depth, r);
  }

  private @Nullable Object polled(Chain own, EngineContext cx, int depth, @Nullable Object r) {
    if (r != Poll.PENDING) {
      end(own, cx, depth);
      return Weave.box(r, cx);
    }
    own.set(Chain.IDLE);
    if (cx.chain != own) { // another one has stayed there, which was polled by this one's code
      cx.chain = own;
    }
    cx.standAt(depth);
    return r;
  }

  /** Ends it with what it throws. */
  private Throwable left(Chain own, EngineContext cx, int depth, Throwable t) {
    end(own, cx, depth);
    Traces.left(t, cx);
    return t;
  }

  private void end(Chain own, EngineContext cx, int depth) {
    state = ENDED;
    chain = kept(own);
    cx.chain = OwnChain.outerOf(own);
    cx.standAt(depth);
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
}
