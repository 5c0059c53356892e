package dev.bide.weave.v1;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.internal.EngineContext;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The activation record of a woven block that has waited. The weaver makes one subclass for each
 * block; it holds the locals and operands that live across the block's awaits.
 *
 * <pre>
 *   (no frame)  --first wait-->  waiting at site {@code state}  --resume-->  running
 *        running  --waits-->  waiting at another site
 *        running  --returns or throws-->  dropped
 * </pre>
 *
 * <p>Frames form a chain through {@link #parent}, from the innermost (the only one that waits for a
 * leaf) to the chain's outermost. The engine resumes the innermost frame directly and hands each
 * outcome to the parent in a loop, so resuming costs the same at any depth and needs no stack.
 *
 * <p>Thread rules: touched only by whoever polls the task at the moment.
 */
public abstract class Frame extends Suspended {
  /** What {@link #advance} returns when something was thrown, which the context then has. */
  public static final Object THREW = new Object();

  /**
   * What a part of a block returns that has come to where another part goes on: with the value that
   * it has left in {@link Slots#handedOver}.
   */
  public static final Object ELSEWHERE = new Object();

  /** What a part of a block returns that has ended with what is in {@link Slots#handedOver}. */
  public static final Object ENDED = new Object();

  /** So many back edges of loops are charged together. */
  public static final int BACK_EDGES = 16;

  /**
   * The await site at which this frame waits, from 1. Written by woven code before it suspends, and
   * when it ends with a value and may be used again: 0, and less when it has been of no use since.
   */
  public int state;

  /**
   * Says which of two frames of a chain is inside the other: the one inside has more. A frame that
   * is used again belongs to the same caller, so that this never changes.
   */
  public final int depth;

  /** The frame that awaits this one; null for the chain's outermost. Written by {@link Weave}. */
  public @Nullable Frame parent;

  /** The computation this frame waits for, when that is not a frame. Written by {@link Weave}. */
  public @Nullable Async<?, ?> child;

  /** To be called by the block itself, where it is about to wait. */
  protected Frame(Slots cx) {
    this.depth = ((EngineContext) cx).depth;
  }

  /**
   * Goes on from site {@link #state} with the outcome of what was awaited there.
   *
   * @param in the awaited value, in the form that {@link Weave#start} returns one
   * @param failure what the await throws, or null when it has a value
   * @return the block's value, this frame when it waits again, or {@code PENDING} when it awaits
   *     what {@link #begin} is to start
   * @throws Throwable what the block throws
   */
  public abstract @Nullable Object resume(
      Slots cx, @Nullable Object in, @Nullable Throwable failure) throws Throwable;

  /**
   * Polls the leaf that this frame waits for, and goes on with its value once it has one. The
   * weaver gives each block's frame a copy of its own: what the JIT learns of the leaf and of the
   * block then belongs to that block, and a runtime that polls many kinds of blocks makes one call
   * that it cannot see through, where it would be three.
   *
   * @return what {@link #resume} does, this frame when the leaf still waits; {@link #THREW} when
   *     one of the two has thrown
   */
  public @Nullable Object advance(Slots cx) {
    if (depth != cx.depth) {
      Weave.goOnAt(this, cx);
    }
    boolean resumed = false;
    try { // one for both: there are machines where each costs something
      Object in = Objects.requireNonNull(child).poll(cx);
      if (in == Poll.PENDING) {
        return this;
      }
      resumed = true;
      return resume(cx, in, null);
    } catch (Throwable t) {
      cx.thrown = t; // nothing is called here: the stack may be full
      cx.thrownByFrame = resumed;
      return THREW;
    }
  }

  /**
   * Starts what the block awaits where {@link #resume} has left that to whoever called it.
   *
   * @return the value, in the form that {@link Weave#start} returns one, or a {@code Suspended}
   *     when this frame waits
   * @throws Throwable what is to be thrown at the await
   */
  public @Nullable Object begin(Slots cx) throws Throwable {
    throw new AssertionError("it starts what it awaits itself");
  }

  /**
   * Goes on with a value from site {@link #state} where no other await can follow. A frame that has
   * ended with a value asks the one that awaits it, so that the JIT, which knows by then whose that
   * is, makes one piece of both.
   *
   * @return the block's value, or that of a block further out, which then ran last; {@code in}
   *     itself when nothing was done
   * @throws Throwable what the block that ran last throws
   */
  public @Nullable Object finish(Slots cx, @Nullable Object in) throws Throwable {
    return in;
  }

  /**
   * Whether some handler of the block covers the site {@link #state}. Where none does, the engine
   * passes an exception on to the parent without resuming this frame.
   */
  public boolean handles() {
    return true;
  }

  /**
   * Whether a later run of the block may use this frame again. Then it says by its {@link #state}
   * that it has ended with a value, and keeps no variable of the block at that time. It keeps the
   * object whose block it is, and the leaf that it has waited for last, until the next run waits or
   * who keeps it ends: to let go of them and to store them again would be references stored into an
   * old object in each run.
   */
  public boolean again() {
    return false;
  }

  /**
   * Lets go of the block's variables where it has ended by an exception, so that a later run may
   * use this frame all the same.
   *
   * @return false when it may not, and nothing was done
   */
  public boolean clear() {
    return false;
  }

  /**
   * Names the place of the await at site {@link #state}: class, method, file and line, as a stack
   * trace shows it; null when the class file has no line numbers.
   */
  public @Nullable StackTraceElement location() {
    return null;
  }

  /**
   * The variable with a {@code @ThreadConfined} type that is held across the await at site {@link
   * #state}, described with the await's place for a message; null when there is none.
   */
  public @Nullable String confined() {
    return null;
  }
}
