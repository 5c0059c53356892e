package dev.bide.weave.v1;

import dev.bide.Async;
import dev.bide.AsyncStream;
import dev.bide.AsyncSupplier;
import dev.bide.Poll;
import dev.bide.internal.Block;
import dev.bide.internal.Blocks;
import dev.bide.internal.EngineContext;
import dev.bide.internal.Shielded;
import dev.bide.runtime.Context;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What woven code calls. An await of {@code x} in a block becomes, in Java's words:
 *
 * <pre>{@code
 * Async<?, ?> a = Weave.computation(x);
 * Object r = TheFrame.start(a, cx);
 * if (r instanceof Suspended) {
 *   frame = new TheFrame(cx);
 *   frame.state = k; frame.i0 = …; // what lives across the await
 *   return Weave.suspend(frame, a, r, cx);
 * }
 * // r is the value, a Prim when it is in cx.primitive
 * }</pre>
 *
 * <p>and where the block has waited before:
 *
 * <pre>{@code
 * Object r = TheFrame.await(a, frame, k, cx); // starts it, and hangs the frame into the chain
 * if (r == frame) {
 *   frame.i0 = …; // what lives across the await and has changed
 *   return frame;
 * }
 * }</pre>
 *
 * <p>All methods are for the thread that polls the task.
 */
public final class Weave {
  /** Frames this far from their chain's outermost keep no spares. */
  private static final int KEEP_BELOW = 32;

  /** So often in a row a spare frame may be of no use before another takes its place. */
  private static final int MISSES = 3;

  /** So many frames at most hand a value from one to the other; a power of two. */
  private static final int HANDED = 16;

  private Weave() {}

  /** What to await for a supplier: a computation is itself, a block becomes a fresh computation. */
  public static Async<?, ?> computation(AsyncSupplier<?, ?> s) {
    return s instanceof Block<?, ?> b ? b : Blocks.computation(s);
  }

  /**
   * Starts an awaited computation.
   *
   * @return its value, a {@link Prim} when that is in {@link Slots#primitive}, or a {@link
   *     Suspended} when it waits
   * @throws Throwable what it throws, or {@code Cancelled} in its place
   */
  public static @Nullable Object start(Async<?, ?> a, Slots cx) throws Throwable {
    return a instanceof Block<?, ?> b
        ? b.startInside((EngineContext) cx, EngineContext.MAX_NESTING)
        : ((EngineContext) cx).startLeaf(a);
  }

  /**
   * Charges for the start of a leaf. Each frame class has a {@code start} of its own, which asks
   * this, polls the leaf itself, and calls {@link #start} for all else: so what the JIT learns of
   * the leaf belongs to the block.
   *
   * @return whether it is a leaf that is to be polled; else nothing was done
   */
  public static boolean charge(Async<?, ?> a, Slots cx) {
    return a != null && !(a instanceof Block<?, ?>) && ((EngineContext) cx).charge();
  }

  /**
   * Hangs a frame that has saved its state into the chain.
   *
   * @param awaited what was given to {@link #start}; null behind a direct call
   * @param r what {@code start} or the direct call returned
   * @return the frame, which the block returns
   */
  public static Frame suspend(Frame frame, @Nullable Async<?, ?> awaited, Object r, Slots cx) {
    if (r == Poll.PENDING) {
      ((EngineContext) cx).suspendAtLeaf(frame, awaited);
    } else if (r instanceof Waiting w) {
      ((EngineContext) cx).suspendAtLeaf(frame, w.on);
    } else {
      suspendAtFrame(frame, (Frame) r);
    }
    return frame;
  }

  /** For a frame that is resumed at a site that its block does not have; woven code throws it. */
  public static IllegalStateException noSuchSite(Frame frame) {
    return new IllegalStateException(
        frame.getClass().getName()
            + " waits at await "
            + frame.state
            + ", which its block does not have: the two were not woven together");
  }

  /**
   * Charges for the start of the leaf that a resumed frame has waited for last, as in a loop: that
   * is no block for certain, and the frame hangs in its chain already.
   *
   * @return the leaf when it is that one, and is to be polled: read from the frame, so that the JIT
   *     knows it as what was polled before; else null, and nothing was done
   */
  public static @Nullable Async<?, ?> again(Async<?, ?> a, Frame frame, Slots cx) {
    Async<?, ?> last = frame.child;
    return a == last && last != null && ((EngineContext) cx).charge() ? last : null;
  }

  /**
   * Notes where a frame waits when it does, behind {@link #again}.
   *
   * @param r what the leaf returned
   * @return the frame when it waits, else the value
   */
  public static @Nullable Object waits(@Nullable Object r, Frame frame, int site) {
    if (r != Poll.PENDING) {
      return r;
    }
    frame.state = site;
    return frame;
  }

  /**
   * Charges for the start of the leaf that a frame has waited for last, which a part of its block
   * awaits again.
   *
   * @return whether it is to be polled; else nothing was done
   */
  public static boolean charge(Slots cx) {
    return ((EngineContext) cx).charge();
  }

  /**
   * Leaves what a part of a block awaits for {@link Frame#begin}.
   *
   * @return {@code PENDING}
   */
  public static Object awaits(@Nullable Object awaited, Slots cx) {
    cx.handedOver = awaited;
    return Poll.PENDING;
  }

  /** Takes what was left by {@link #awaits} or a part. */
  public static @Nullable Object handedOver(Slots cx) {
    Object value = cx.handedOver;
    cx.handedOver = null;
    return value;
  }

  /**
   * Hangs a frame that has been resumed into the chain when what it awaits now waits.
   *
   * @param awaited what was given to {@link #start}
   * @param r what {@code start} returned
   * @return the frame when it waits, else the value
   */
  public static @Nullable Object hang(
      Frame frame, Async<?, ?> awaited, @Nullable Object r, int site, Slots cx) {
    if (!(r instanceof Suspended)) {
      return r;
    }
    frame.state = site;
    return suspend(frame, awaited, r, cx);
  }

  /** {@link #hang} for a block that somewhere holds a value which may not move between threads. */
  public static @Nullable Object hangConfined(
      Frame frame, Async<?, ?> awaited, @Nullable Object r, int site, Slots cx) {
    Object out = hang(frame, awaited, r, site, cx);
    if (out == frame) {
      ((EngineContext) cx).refuseConfined(frame, Objects.requireNonNull(r));
    }
    return out;
  }

  private static void suspendAtFrame(Frame frame, Frame inner) {
    if (inner.parent != frame) {
      inner.parent = frame;
    }
    if (frame.child != null) {
      frame.child = null;
    }
  }

  /**
   * {@link #suspend} for a block that somewhere holds a value which may not move between threads:
   * refuses to wait when the task may, and {@link Frame#confined} says that there is such a value.
   */
  public static Frame suspendConfined(
      Frame frame, @Nullable Async<?, ?> awaited, Object r, Slots cx) {
    suspend(frame, awaited, r, cx);
    ((EngineContext) cx).refuseConfined(frame, r);
    return frame;
  }

  /**
   * Takes over what an await has started when there is no memory for the frame that would wait for
   * it: it is cancelled and polled to its end. Woven code then throws the error at the await.
   *
   * @param awaited what was given to {@link #start}; null behind a direct call
   * @param r what {@code start} or the direct call returned
   */
  public static void unframed(@Nullable Async<?, ?> awaited, Object r, Slots cx) {
    ((EngineContext) cx).unframed(r instanceof Waiting w ? w.on : awaited, r);
  }

  /**
   * To be called by the direct form of a method before anything else: counts one start more on the
   * stack, until {@link #exit}.
   *
   * @return false when there are too many, so that the computation is to be made and begun
   */
  public static boolean enter(Slots cx) {
    return ((EngineContext) cx).enter();
  }

  /** Ends what {@link #enter} has begun. */
  public static void exit(Slots cx) {
    ((EngineContext) cx).depth--;
  }

  /**
   * Takes a computation that was just made as part of the running chain where nothing is unusual
   * about it. What it returns is to be started, and {@link #exit} called when that has returned or
   * thrown.
   *
   * @return null when it is to be started by {@link #start}
   */
  public static @Nullable Startable claim(Async<?, ?> a, Slots cx) {
    return a instanceof Block<?, ?> b ? b.claim((EngineContext) cx) : null;
  }

  /**
   * The same for a run of a supplier: each time it is awaited a block runs anew, and what stands
   * for the run is not made.
   */
  public static @Nullable Startable claim(AsyncSupplier<?, ?> s, Slots cx) {
    if (s instanceof WovenSupplier<?, ?> w) {
      return enter(cx) ? w : null;
    }
    return s instanceof Block<?, ?> b ? b.claim((EngineContext) cx) : null;
  }

  /** {@link #begin(Async, Slots)} for a run of a supplier. */
  public static @Nullable Object begin(AsyncSupplier<?, ?> s, Slots cx) throws Throwable {
    return begin(computation(s), cx);
  }

  /**
   * Starts a computation on behalf of a call that is awaited on the spot.
   *
   * @return its value, in whatever form, or a {@link Suspended} that says what is waited for
   * @throws Throwable what it throws
   */
  public static @Nullable Object begin(Async<?, ?> a, Slots cx) throws Throwable {
    Async<?, ?> c = computation(a);
    Object r = start(c, cx);
    if (!(r instanceof Suspended) || r instanceof Frame) {
      return r;
    }
    try {
      return new Waiting(c);
    } catch (Throwable noMemory) {
      unframed(c, r, cx);
      throw noMemory;
    }
  }

  /**
   * What a frame keeps of a call that is awaited on the spot and waits, for the next one to use
   * again. Only frames near the outermost keep any: a recursion that was deep once would hold all
   * of its frames. What several methods leave in turn takes the place of what is kept only when
   * that was of no use some times in a row; so one in a few of their calls uses it again.
   *
   * @param kept what it keeps now
   * @param r what the call returned, which is something else
   */
  public static @Nullable Suspended spare(@Nullable Suspended kept, Object r, Frame frame) {
    if (frame.depth >= KEEP_BELOW) {
      return null;
    }
    if (kept instanceof Frame f && f.state <= 0 && f.state > -MISSES) {
      f.state--;
      return kept;
    }
    return r instanceof Frame f && f.again() || r instanceof Lent ? (Suspended) r : null;
  }

  /**
   * What stays of what a frame has {@linkplain #spare kept} when its block has ended by an
   * exception: see {@link Frame#clear}. A frame that was taken away from its chain has no parent,
   * and may still run.
   */
  public static @Nullable Suspended cleared(@Nullable Suspended kept, Frame frame) {
    return kept instanceof Frame f && f.state > 0 && (f.parent != frame || !f.clear())
        ? null
        : kept;
  }

  /**
   * Whom a frame that has ended with a value hands it to by {@link Frame#finish}. After some of
   * them the engine does it, so that the stack stays flat.
   *
   * @return null when the engine is to do it, or nobody awaits the frame
   */
  public static @Nullable Frame next(Frame frame) {
    return (frame.depth & HANDED - 1) == 0 ? null : frame.parent;
  }

  /** To be called first in {@link Frame#finish}: from here on it is this frame that runs. */
  public static void standAt(Frame frame, Slots cx) {
    ((EngineContext) cx).depth = frame.depth;
  }

  /** To be called in {@link Frame#advance} before the frame goes on, where it stands elsewhere. */
  public static void goOnAt(Frame frame, Slots cx) {
    ((EngineContext) cx).standAt(frame.depth);
  }

  /**
   * The charge for so many back edges of loops around awaits. Woven code counts them in a local
   * variable, which begins anew when the block goes on after a wait: what waits ends its turn.
   *
   * @return null to go on; else a computation to start and wait for at the back edge, as any await
   */
  public static @Nullable Async<?, ?> backEdges(int count, Slots cx) {
    EngineContext e = (EngineContext) cx;
    return (e.budget -= count) >= 0 ? null : e.turnOver();
  }

  /**
   * To be called first in every exception handler of a block, with the number of handlers in whose
   * bodies this handler's try stands.
   */
  public static void caught(Slots cx, int level) {
    ((EngineContext) cx).caught(level);
  }

  /** To be called on every edge that leaves a handler's body other than by throwing. */
  public static void left(Slots cx, int level) {
    ((EngineContext) cx).left(level);
  }

  /** The value in boxed form, whatever form {@link #start} returned it in. */
  public static @Nullable Object box(@Nullable Object r, Slots cx) {
    return r instanceof Prim p ? p.box(cx) : r;
  }

  private static Object boxed(@Nullable Object r, Slots cx) {
    Object v = box(r, cx);
    if (v == null) {
      throw new NullPointerException("the awaited value is null, and is used as a primitive");
    }
    return v;
  }

  /** The value of an await that the program unboxes to a boolean at once. */
  public static boolean toBoolean(@Nullable Object r, Slots cx) {
    return r == Prim.BOOLEAN ? cx.primitive != 0 : (Boolean) boxed(r, cx);
  }

  /** The value of an await that the program unboxes to a byte at once. */
  public static byte toByte(@Nullable Object r, Slots cx) {
    return r == Prim.BYTE ? (byte) cx.primitive : (Byte) boxed(r, cx);
  }

  /** The value of an await that the program unboxes to a short at once. */
  public static short toShort(@Nullable Object r, Slots cx) {
    return r == Prim.SHORT ? (short) cx.primitive : (Short) boxed(r, cx);
  }

  /** The value of an await that the program unboxes to a char at once. */
  public static char toChar(@Nullable Object r, Slots cx) {
    return r == Prim.CHAR ? (char) cx.primitive : (Character) boxed(r, cx);
  }

  /** The value of an await that the program unboxes to an int at once. */
  public static int toInt(@Nullable Object r, Slots cx) {
    return r == Prim.INT ? (int) cx.primitive : (Integer) boxed(r, cx);
  }

  /** The value of an await that the program unboxes to a long at once. */
  public static long toLong(@Nullable Object r, Slots cx) {
    return r == Prim.LONG ? cx.primitive : (Long) boxed(r, cx);
  }

  /** The value of an await that the program unboxes to a float at once. */
  public static float toFloat(@Nullable Object r, Slots cx) {
    return r == Prim.FLOAT ? Float.intBitsToFloat((int) cx.primitive) : (Float) boxed(r, cx);
  }

  /** The value of an await that the program unboxes to a double at once. */
  public static double toDouble(@Nullable Object r, Slots cx) {
    return r == Prim.DOUBLE ? Double.longBitsToDouble(cx.primitive) : (Double) boxed(r, cx);
  }

  /** What a block returns for a boolean. */
  public static Object of(boolean v, Context cx) {
    ((Slots) cx).primitive = v ? 1 : 0;
    return Prim.BOOLEAN;
  }

  /** What a block returns for a byte. */
  public static Object of(byte v, Context cx) {
    ((Slots) cx).primitive = v;
    return Prim.BYTE;
  }

  /** What a block returns for a short. */
  public static Object of(short v, Context cx) {
    ((Slots) cx).primitive = v;
    return Prim.SHORT;
  }

  /** What a block returns for a char. */
  public static Object of(char v, Context cx) {
    ((Slots) cx).primitive = v;
    return Prim.CHAR;
  }

  /** What a block returns for an int. */
  public static Object of(int v, Context cx) {
    ((Slots) cx).primitive = v;
    return Prim.INT;
  }

  /** What a block returns for a long. */
  public static Object of(long v, Context cx) {
    ((Slots) cx).primitive = v;
    return Prim.LONG;
  }

  /** What a block returns for a float. */
  public static Object of(float v, Context cx) {
    ((Slots) cx).primitive = Float.floatToRawIntBits(v);
    return Prim.FLOAT;
  }

  /** What a block returns for a double. */
  public static Object of(double v, Context cx) {
    ((Slots) cx).primitive = Double.doubleToRawLongBits(v);
    return Prim.DOUBLE;
  }

  /**
   * What to await in place of {@code x.close()}: the closing of an {@code AsyncCloseable}, which a
   * later cancel does not cut short; null when {@code x} is none, and is to be closed by the plain
   * call.
   */
  public static @Nullable Async<?, ?> closing(@Nullable Object x) {
    return Shielded.closing(x);
  }

  /**
   * What to await in place of {@code hasNext()} of a loop over {@code stream.await()}: the next
   * item, null at the stream's end.
   */
  public static Async<?, ?> nextOf(AsyncStream<?, ?> stream) {
    return stream.next();
  }

  /** What {@code body} of a woven block throws. */
  static IllegalStateException calledDirectly() {
    return new IllegalStateException(
        "the body of an async block was called directly; run it with async(block).await()");
  }
}
