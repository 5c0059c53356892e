package dev.bide.testing.contract;

import dev.bide.Async;
import dev.bide.AsyncSupplier;
import dev.bide.weave.v1.Frame;
import dev.bide.weave.v1.Slots;
import dev.bide.weave.v1.Suspended;
import dev.bide.weave.v1.Weave;
import org.jspecify.annotations.Nullable;

/**
 * A block written by hand: its locals are the frame's fields, and {@link #go} goes on from site
 * {@code state}, as a chain of {@code if (state == k)}.
 */
abstract class HandFrame extends Frame {
  /** The outcome of the await at site {@code state}. */
  @Nullable Object in;

  @Nullable Throwable failure;

  HandFrame(Slots cx) {
    super(cx);
  }

  /** Goes on from {@code state}; 0 is the block's beginning. */
  abstract @Nullable Object go(Slots cx) throws Throwable;

  @Override
  public final @Nullable Object resume(Slots cx, @Nullable Object in, @Nullable Throwable failure)
      throws Throwable {
    this.in = Weave.box(in, cx);
    this.failure = failure;
    return go(cx);
  }

  /**
   * Awaits at a site. Whether it waits: then {@link #go} returns this frame; else the outcome is in
   * the fields and {@code state} is the site.
   */
  final boolean awaits(int site, AsyncSupplier<?, ?> x, Slots cx) {
    in = null;
    failure = null;
    try {
      Async<?, ?> a = Weave.computation(x);
      Object r = Weave.start(a, cx);
      state = site;
      if (r instanceof Suspended) {
        Weave.suspendConfined(this, a, r, cx);
        return true;
      }
      in = Weave.box(r, cx);
    } catch (Throwable t) {
      state = site;
      failure = t;
    }
    return false;
  }

  /** The charge at a loop's back edge; as {@link #awaits}. */
  final boolean backEdgeWaits(int site, Slots cx) {
    in = null;
    failure = null;
    Async<?, ?> turn = Weave.backEdges(1, cx);
    if (turn != null) {
      return awaits(site, turn, cx);
    }
    state = site;
    return false;
  }

  /** The value of the await at {@code state}; throws what it threw. */
  final @Nullable Object value() throws Throwable {
    if (failure != null) {
      throw failure;
    }
    return in;
  }

  /** Named after the class, with the site as its line. */
  @Override
  public StackTraceElement location() {
    return new StackTraceElement(
        getClass().getName(), "block", getClass().getSimpleName() + ".java", state);
  }
}
