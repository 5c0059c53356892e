package dev.bide.internal;

import dev.bide.AsyncFunction;
import dev.bide.Kinds;
import dev.bide.Scope;
import dev.bide.Throws2;
import dev.bide.weave.v1.Slots;
import dev.bide.weave.v1.Startable;
import dev.bide.weave.v1.Suspended;
import dev.bide.weave.v1.WovenFunction;
import dev.bide.weave.v1.WovenKinds;
import org.jspecify.annotations.Nullable;

/** Makes computations from blocks that declare two kinds of exceptions. */
final class KindBlocks {
  private KindBlocks() {}

  /** A fresh run of a block with two kinds. */
  static <T extends @Nullable Object, X extends Exception, Y extends Exception>
      Throws2<T, X, Y> block(Kinds.Act<X, Y> block) {
    Blocks.check(block);
    return new OfKinds<>(block);
  }

  /** A fresh run of a scope's block with two kinds, as a block of one kind. */
  static AsyncFunction<Scope, @Nullable Object, Exception> scope(Kinds.ScopeAct<?, ?> block) {
    Blocks.check(block);
    return new OfScopeKinds(block);
  }

  private static final class OfKinds<
          T extends @Nullable Object, X extends Exception, Y extends Exception>
      extends Block<T, Exception> implements Throws2<T, X, Y> {
    private final Kinds.Act<?, ?> block;

    OfKinds(Kinds.Act<?, ?> block) {
      this.block = block;
    }

    @Override
    @Nullable Object enter(Slots cx, @Nullable Suspended spare) throws Throwable {
      if (block instanceof Startable woven) {
        return woven.start(cx, spare);
      }
      if (block instanceof Kinds.Block<?, ?, ?> b) {
        return b.body();
      }
      block.voidBody();
      return null;
    }
  }

  private static final class OfScopeKinds
      implements AsyncFunction<Scope, @Nullable Object, Exception>,
          WovenFunction<Scope, @Nullable Object, Exception> {
    private final Kinds.ScopeAct<?, ?> block;

    OfScopeKinds(Kinds.ScopeAct<?, ?> block) {
      this.block = block;
    }

    @Override
    public @Nullable Object start(Slots cx, @Nullable Suspended spare, Scope s) throws Throwable {
      if (block instanceof WovenKinds.ScopeBlock<?, ?, ?> w) {
        return w.start(cx, spare, s);
      }
      if (block instanceof WovenKinds.ScopeAct<?, ?> w) {
        return w.start(cx, spare, s);
      }
      if (block instanceof Kinds.ScopeBlock<?, ?, ?> b) {
        return b.body(s);
      }
      block.voidBody(s);
      return null;
    }
  }
}
