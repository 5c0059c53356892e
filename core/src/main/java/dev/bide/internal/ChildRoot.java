package dev.bide.internal;

import dev.bide.Async;
import dev.bide.weave.v1.Frame;
import dev.bide.weave.v1.Prim;
import dev.bide.weave.v1.Startable;
import dev.bide.weave.v1.Weave;
import org.jspecify.annotations.Nullable;

/** A combinator's child. All its fields belong to whoever polls the task. */
class ChildRoot extends Root {
  final Combinator<?, ?> owner;

  ChildRoot(TaskCore<?, ?> task, @Nullable Async<?, ?> body, Combinator<?, ?> owner) {
    super(task, body);
    this.owner = owner;
  }

  /** What knows how to let go of its value, should nobody get it; null for none. */
  @Nullable Async<?, ?> said() {
    return null;
  }

  /** Says what one is to run that has been made without. */
  final void runs(Async<?, ?> body) {
    held = body;
  }

  /** Its value, in the form in which one block hands it to another; null when it has none. */
  @Nullable Object value(EngineContext cx) {
    return value();
  }

  /** The same as an object. */
  final @Nullable Object boxed(EngineContext cx) {
    return Weave.box(value(cx), cx);
  }

  @Override
  final Object owner() {
    return owner;
  }

  @Override
  final void afterEnd() {
    owner.childEnded(this);
  }

  /** One that applies a function to an item, which it holds until it has started. */
  static final class OfItem extends ChildRoot {
    OfItem(TaskCore<?, ?> task, @Nullable Object item, All<?, ?> owner) {
      super(task, null, owner);
      held = item;
    }

    @Override
    @Nullable Object begin(EngineContext cx) throws Throwable {
      Object item = held;
      held = null;
      clear(FRESH);
      return ((All<?, ?>) owner).apply(item, cx);
    }

    @Override
    @Nullable Object waitsFor() {
      return (bits & FRESH) == 0 ? super.waitsFor() : ((All<?, ?>) owner).function();
    }
  }

  /**
   * One of a combinator that runs again: it does so too, with the frame that it had. A primitive
   * value gets no box.
   */
  static final class Again extends ChildRoot {
    private @Nullable Frame frame;
    private long primitive;

    private Again(TaskCore<?, ?> task, Combinator<?, ?> owner) {
      super(task, null, owner);
    }

    /**
     * One that has not run, as any child: what is known, if that is one and nobody has it.
     *
     * @param known a child of an earlier run
     */
    static ChildRoot of(@Nullable Object known, TaskCore<?, ?> task, Combinator<?, ?> owner) {
      if (known instanceof Again r && r.isFree()) {
        r.renew();
        return r;
      }
      return new Again(task, owner);
    }

    /** Starts one with a block at once. */
    static void startInside(ChildRoot made, EngineContext cx, Startable block) {
      made.clear(FRESH);
      made.startInside(cx, block, ((Again) made).frame);
    }

    @Override
    @Nullable Object begin(EngineContext cx) throws Throwable {
      if (held instanceof Block<?, ?> block && block.claim(this)) {
        clear(FRESH);
        held = null;
        return keep(block.enter(cx, frame));
      }
      return super.begin(cx);
    }

    @Override
    @Nullable Object keep(@Nullable Object r) {
      if (r != frame && r instanceof Frame f) {
        frame = f.again() ? f : null;
      }
      return r;
    }

    @Override
    Object take(Prim kind, EngineContext cx) {
      primitive = cx.primitive;
      return kind;
    }

    @Override
    @Nullable Object value(EngineContext cx) {
      cx.primitive = primitive;
      return value();
    }

    /** Lets go of the outcome, and of what a frame that has thrown held then. */
    static ChildRoot forget(Object ended) {
      Again r = (Again) ended;
      r.forgetOutcome();
      r.unusual = null;
      Frame f = r.frame;
      if (f != null && f.state > 0 && !f.clear()) {
        r.frame = null;
      }
      return r;
    }
  }

  /** One that knows how to let go of its value. */
  static final class Said extends ChildRoot {
    private @Nullable Async<?, ?> said;

    /**
     * Of a computation.
     *
     * @param said a {@link Discarding}, or a combinator that has children with one
     */
    private Said(TaskCore<?, ?> task, Async<?, ?> body, Combinator<?, ?> owner, Async<?, ?> said) {
      super(task, body, owner);
      this.said = said;
    }

    /** As any child: most say nothing, and a verifier that sees the class would load it. */
    static ChildRoot of(
        TaskCore<?, ?> task, Async<?, ?> body, Combinator<?, ?> owner, Async<?, ?> said) {
      return new Said(task, body, owner, said);
    }

    @Override
    @Nullable Async<?, ?> said() {
      return said;
    }

    /** It has nothing to say about the value, and is kept no longer. */
    void forget() {
      said = null;
    }
  }
}
