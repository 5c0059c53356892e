package dev.bide.weave.v1;

import dev.bide.Async;
import dev.bide.internal.EngineContext;
import org.jspecify.annotations.Nullable;

/**
 * What a {@link LeafForm} is written with. For a leaf {@code Tick} that {@code clock.tick()} makes:
 *
 * <pre>{@code
 * public static Object tick(Clock self, Slots cx, Suspended spare) throws Throwable {
 *   if (cx == null) {
 *     return null;                             // a caller asks whether this form is there
 *   }
 *   if (self.getClass() != OurClock.class || !Leaf.mayStart(cx)) {
 *     return Leaf.plain(self.tick(), cx);      // overridden, or a cancel is in the air
 *   }
 *   boolean now = Leaf.charge(cx);
 *   if (now && self.hasTicked()) {
 *     return self.value();                     // no object at all
 *   }
 *   Tick tick = Leaf.in(spare) instanceof Tick t && t.hasEnded() ? t : new Tick();
 *   tick.reset(self);                          // as if it were new
 *   Suspended waits = Leaf.lent(tick, spare);  // before it starts: there may be no memory for it
 *   if (!now) {
 *     return Leaf.later(waits, cx);            // the budget is spent
 *   }
 *   Object r = tick.poll((Context) cx);
 *   return r == Poll.PENDING ? waits : r;
 * }
 * }</pre>
 *
 * <p>Called without a context, a form does nothing: this is how a caller that was woven against
 * another version of the library finds out whether the form is there. Where it is not, the caller
 * makes the plain call.
 *
 * <p>The leaf itself is an {@code Async} like any other and keeps the contract's rules. It is used
 * again only after it has ended, by a value, a failure or a cancel, and nobody else holds it: a
 * queue of waiters, an alarm, whoever is about to wake it. At its end it lets go of all that it was
 * given. It is never handed to user code; what user code can hold is always new.
 *
 * <p>All methods are for the thread that polls the task.
 */
public final class Leaf {
  private Leaf() {}

  /**
   * Whether a leaf may start in place. Where not, since a cancel is in the air, the form makes the
   * computation and returns {@link #plain}.
   */
  public static boolean mayStart(Slots cx) {
    return ((EngineContext) cx).mayStart();
  }

  /**
   * Charges for the start of a leaf; once for each call of a form, after {@link #mayStart}.
   *
   * @return false when the budget is spent: the leaf has not started, and the form returns {@link
   *     #later}
   */
  public static boolean charge(Slots cx) {
    return --((EngineContext) cx).budget >= 0;
  }

  /**
   * Starts a computation as a plain await would, for the form to return.
   *
   * @return its value, in whatever form, or what says that it waits
   * @throws Throwable what it throws
   */
  public static @Nullable Object plain(Async<?, ?> a, Slots cx) throws Throwable {
    return Weave.begin(a, cx);
  }

  /** The leaf that an earlier call has left; null when there is none. May still be waiting. */
  public static @Nullable Async<?, ?> in(@Nullable Suspended spare) {
    return spare instanceof Lent l ? l.on : null;
  }

  /**
   * What a form returns when its leaf waits.
   *
   * @param spare what the form was given: used again where that is this leaf's
   */
  public static Suspended lent(Async<?, ?> leaf, @Nullable Suspended spare) {
    return spare instanceof Lent l && l.on == leaf ? l : new Lent(leaf);
  }

  /**
   * What a form returns when its leaf has not started: it is polled for the first time in the next
   * turn. If a cancel comes first it is told, and polled to its end without having started.
   *
   * @param lent what {@link #lent} has given for the leaf
   */
  public static Suspended later(Suspended lent, Slots cx) {
    ((EngineContext) cx).startLater();
    return lent;
  }
}
