package dev.bide;

import dev.bide.weave.v1.WovenAs;
import dev.bide.weave.v1.WovenKinds;
import org.jspecify.annotations.Nullable;

/**
 * Two unrelated kinds of exceptions, named: {@code throwing(IOException.class,
 * SQLException.class).async(() -> …)}.
 *
 * @param <X> one kind
 * @param <Y> the other
 */
public interface Kinds<X extends Exception, Y extends Exception> {
  /** A computation from a block that throws both kinds. */
  <T extends @Nullable Object> Throws2<T, X, Y> async(Block<? extends T, X, Y> block);

  /** A computation from a block that throws both kinds and gives no value. */
  Throws2<@Nullable Void, X, Y> async(Act<X, Y> block);

  /** A scope whose block throws both kinds. */
  @SuppressWarnings("overloads")
  <T extends @Nullable Object> Throws2<T, X, Y> scope(ScopeBlock<? extends T, X, Y> block);

  /** A scope whose block throws both kinds and gives no value. */
  Throws2<@Nullable Void, X, Y> scope(ScopeAct<X, Y> block);

  /** A block that gives no value and throws two kinds. */
  @FunctionalInterface
  @WovenAs(WovenKinds.Act.class)
  interface Act<X extends Exception, Y extends Exception> {
    /** The block. */
    void voidBody() throws X, Y;
  }

  /** A block that throws two kinds. */
  @FunctionalInterface
  @WovenAs(WovenKinds.Block.class)
  interface Block<T extends @Nullable Object, X extends Exception, Y extends Exception>
      extends Act<X, Y> {
    /** The block. */
    T body() throws X, Y;

    @Override
    default void voidBody() throws X, Y {
      body();
    }
  }

  /** A scope's block that gives no value and throws two kinds. */
  @FunctionalInterface
  @WovenAs(WovenKinds.ScopeAct.class)
  interface ScopeAct<X extends Exception, Y extends Exception> {
    /** The block. */
    void voidBody(Scope s) throws X, Y;
  }

  /** A scope's block that throws two kinds. */
  @FunctionalInterface
  @WovenAs(WovenKinds.ScopeBlock.class)
  interface ScopeBlock<T extends @Nullable Object, X extends Exception, Y extends Exception>
      extends ScopeAct<X, Y> {
    /** The block. */
    T body(Scope s) throws X, Y;

    @Override
    default void voidBody(Scope s) throws X, Y {
      body(s);
    }
  }
}
