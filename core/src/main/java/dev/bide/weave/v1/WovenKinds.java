package dev.bide.weave.v1;

import dev.bide.Kinds;
import dev.bide.Scope;
import org.jspecify.annotations.Nullable;

/** The woven forms of the blocks of {@link Kinds}. */
public interface WovenKinds {
  /** The woven form of {@link Kinds.Act}. */
  interface Act<X extends Exception, Y extends Exception>
      extends Kinds.Act<X, Y>, Woven, Startable {
    @Override
    @Nullable Object start(Slots cx, @Nullable Suspended spare) throws Throwable;

    @Override
    default void voidBody() {
      throw Weave.calledDirectly();
    }
  }

  /** The woven form of {@link Kinds.Block}. */
  interface Block<T extends @Nullable Object, X extends Exception, Y extends Exception>
      extends Kinds.Block<T, X, Y>, Woven, Startable {
    @Override
    @Nullable Object start(Slots cx, @Nullable Suspended spare) throws Throwable;

    @Override
    default T body() {
      throw Weave.calledDirectly();
    }
  }

  /** The woven form of {@link Kinds.ScopeAct}. */
  interface ScopeAct<X extends Exception, Y extends Exception> extends Kinds.ScopeAct<X, Y>, Woven {
    /** As {@link Startable#start}. */
    @Nullable Object start(Slots cx, @Nullable Suspended spare, Scope s) throws Throwable;

    @Override
    default void voidBody(Scope s) {
      throw Weave.calledDirectly();
    }
  }

  /** The woven form of {@link Kinds.ScopeBlock}. */
  interface ScopeBlock<T extends @Nullable Object, X extends Exception, Y extends Exception>
      extends Kinds.ScopeBlock<T, X, Y>, Woven {
    /** As {@link Startable#start}. */
    @Nullable Object start(Slots cx, @Nullable Suspended spare, Scope s) throws Throwable;

    @Override
    default T body(Scope s) {
      throw Weave.calledDirectly();
    }
  }
}
