package dev.bide.internal.stream;

import dev.bide.Async;
import dev.bide.AsyncConsumer;
import dev.bide.Cancelled;
import dev.bide.Emitter;
import dev.bide.Poll;
import dev.bide.internal.Attached;
import dev.bide.internal.Blocks;
import dev.bide.internal.Cancellation;
import dev.bide.internal.EngineContext;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import dev.bide.weave.v1.Leaf;
import dev.bide.weave.v1.Suspended;
import org.jspecify.annotations.Nullable;

/**
 * The items that a block emits. The block is a root of its own, so what it waits for wakes it and
 * not its consumer; where it waits in {@code emit}, or has not begun, the consumer's poll steps it,
 * and takes what it emits in the same poll, with no wake-up between.
 *
 * <pre>
 *             next                 emit                   next
 *   FRESH ----------> running ------------> in emit ----------------> running
 *                       |  ^                (item in the slot,
 *           waits for a |  | woken           then taken)
 *              leaf     |__|
 * </pre>
 */
final class Generator<T, X extends Exception> extends Stage<T, X>
    implements Emitter<T>, Attached.Listener {
  private final AsyncConsumer<Emitter<T>, ? extends X> block;
  private @Nullable Attached root;

  /** Handed over and not taken. */
  private @Nullable T slot;

  /** The emit that waits until the next item is wanted. */
  private @Nullable Emit<T> emitting;

  /** An item is wanted that is not in the slot. */
  private boolean wanted;

  /** The consumer's poll is stepping the block, and will look by itself. */
  private boolean stepping;

  private @Nullable Waker consumer;
  private boolean failureTaken;

  Generator(AsyncConsumer<Emitter<T>, ? extends X> block) {
    this.block = block;
  }

  @Override
  @Nullable Object pull(Context cx) throws Throwable {
    if (slot != null) {
      return take();
    }
    Attached r = root;
    boolean fresh = r == null;
    if (r == null) {
      r = new Attached(cx, Blocks.of(block, this), this);
      root = r;
    }
    if (r.isRunning()) {
      throw new IllegalStateException("a generator reads its own stream");
    }
    wanted = true;
    if (fresh || emitting != null) {
      stepping = true;
      try {
        r.stepNow(cx);
      } finally {
        stepping = false;
      }
    }
    if (slot != null) {
      return take();
    }
    if (r.hasEnded()) {
      failureTaken = true;
      Throwable t = r.takeFailure();
      if (t != null) {
        throw t;
      }
      return null;
    }
    consumer = cx.waker();
    return Poll.PENDING;
  }

  private @Nullable T take() {
    T item = slot;
    slot = null;
    return item;
  }

  @Override
  boolean isInside() {
    return root != null && root.isRunningInside();
  }

  @Override
  boolean withdraw(Context cx, boolean abort) {
    consumer = null; // the block goes on to its next item, which is kept in the slot
    return true;
  }

  @Override
  boolean release(Context cx, boolean abort) throws Throwable {
    drop(cx, take());
    Attached r = root;
    if (r == null) {
      return true;
    }
    if (!r.hasEnded()) {
      consumer = cx.waker();
      r.cancelSoon();
      if (abort) {
        r.abortSoon();
      }
      return false;
    }
    if (!failureTaken) {
      failureTaken = true;
      Throwable t = r.takeFailure();
      if (t != null && !(t instanceof Cancelled)) {
        throw t;
      }
    }
    return true;
  }

  @Override
  public void attachedEnded(Attached ended) {
    wakeConsumer();
  }

  private void wakeConsumer() {
    Waker w = consumer;
    if (w != null && !stepping) {
      consumer = null;
      w.wake();
    }
  }

  @Override
  public Async<@Nullable Void, RuntimeException> emit(T item) {
    checked(item, "the generator");
    Emit<T> e = new Emit<>();
    e.reset(this, item);
    return e;
  }

  /** See {@link dev.bide.weave.v1.Leaves#emit}. */
  @Nullable Object emitInPlace(T item, EngineContext cx, @Nullable Suspended spare) {
    checked(item, "the generator");
    Emit<T> e = Emit.in(spare);
    if (e == null) {
      e = new Emit<>();
    }
    Suspended waits = Leaf.lent(e, spare);
    boolean now = Leaf.charge(cx);
    e.reset(this, item);
    if (!now) {
      return Leaf.later(waits, cx);
    }
    e.poll(cx); // it always waits
    return waits;
  }

  /**
   * Hands over an item.
   *
   * <pre>
   *   FRESH --poll: into the slot--> WAITS --next one wanted, or cancelled--> ENDED
   *     |                                                                       ^
   *     |__poll in the closing: dropped_________________________________________|
   * </pre>
   */
  private static final class Emit<T>
      implements Async<@Nullable Void, RuntimeException>, dev.bide.internal.Operator {
    private static final int FRESH = 0;
    private static final int WAITS = 1;
    private static final int ENDED = 2;

    private @Nullable Generator<T, ?> generator;
    private @Nullable T item;
    private int state = ENDED;
    private boolean cancelled;

    /** One that an earlier call has left and that has ended; null when there is none. */
    @SuppressWarnings("unchecked") // it has nothing of a generator in it any more
    static <T> @Nullable Emit<T> in(@Nullable Suspended spare) {
      return Leaf.in(spare) instanceof Emit<?> e && e.state == ENDED ? (Emit<T>) e : null;
    }

    /** Makes it as if it were new. */
    void reset(Generator<T, ?> of, T what) {
      generator = of;
      item = what;
      state = FRESH;
      cancelled = false;
    }

    @Override
    public @Nullable Object poll(Context cx) {
      Generator<T, ?> g = generator;
      if (g == null) {
        throw new IllegalStateException("polled after its end: a computation runs once");
      }
      switch (state) {
        case FRESH -> {
          Attached r = g.root;
          if (r == null || !r.isPolling(cx)) {
            state = ENDED;
            generator = null;
            item = null;
            throw new IllegalStateException(
                "emit is for the generator's own block, and was awaited elsewhere: in a"
                    + " combinator's child, a stream's function, or another task");
          }
          if (g.isClosing() || cancelled || r.isCancelled()) { // nobody will read it
            Object dropped = item;
            state = ENDED;
            generator = null;
            item = null;
            g.drop(cx, dropped);
            throw Cancellation.cancelled();
          }
          state = WAITS;
          g.slot = item;
          item = null;
          g.emitting = this;
          g.wanted = false;
          g.wakeConsumer();
          return Poll.PENDING;
        }
        case WAITS -> {
          if (cancelled || g.isClosing()) {
            end(g);
            Attached r = g.root;
            if (r != null && r.isCancelled()) { // closed, or left behind: nobody reads any more
              g.drop(cx, g.take());
            }
            throw Cancellation.cancelled();
          }
          if (!g.wanted) {
            return Poll.PENDING;
          }
          end(g);
          return null;
        }
        default -> throw new AssertionError("it has ended, and has a generator");
      }
    }

    private void end(Generator<T, ?> g) {
      state = ENDED;
      generator = null;
      g.emitting = null;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }
}
