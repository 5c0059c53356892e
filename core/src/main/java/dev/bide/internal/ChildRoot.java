package dev.bide.internal;

import dev.bide.Async;
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
