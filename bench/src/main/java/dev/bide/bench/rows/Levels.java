package dev.bide.bench.rows;

import static dev.bide.Async.async;

import dev.bide.Async;
import dev.bide.bench.other.Level;
import org.jspecify.annotations.Nullable;

/**
 * Calls three deep that wait once each, by the kind of method that is called. The methods do the
 * same as those of {@link Calls}.
 */
final class Levels {
  private Levels() {}

  // ---------------------------------------------------------------- static methods of other
  // classes

  static Async<@Nullable Void, RuntimeException> statics(Once once) {
    return async(() -> {
      long sum = 0;
      for (long i = 0; i >= 0; i++) {
        sum += StaticOuter.call(once, i).await();
      }
      check(sum);
    });
  }

  private static final class StaticOuter {
    static Async<Long, RuntimeException> call(Once once, long x) {
      return async(() -> StaticMiddle.call(once, x).await() + 1);
    }
  }

  private static final class StaticMiddle {
    static Async<Long, RuntimeException> call(Once once, long x) {
      return async(() -> StaticInner.call(once, x).await() + 1);
    }
  }

  private static final class StaticInner {
    static Async<Long, RuntimeException> call(Once once, long x) {
      return async(() -> {
        once.await();
        return x + 1000;
      });
    }
  }

  // ---------------------------------------------------------------- methods of final classes

  static Async<@Nullable Void, RuntimeException> finals(Once once) {
    FinalOuter outer = new FinalOuter(new FinalMiddle(new FinalInner(once)));
    return async(() -> {
      long sum = 0;
      for (long i = 0; i >= 0; i++) {
        sum += outer.call(i).await();
      }
      check(sum);
    });
  }

  private static final class FinalOuter {
    private final FinalMiddle middle;

    FinalOuter(FinalMiddle middle) {
      this.middle = middle;
    }

    Async<Long, RuntimeException> call(long x) {
      return async(() -> middle.call(x).await() + 1);
    }
  }

  private static final class FinalMiddle {
    private final FinalInner inner;

    FinalMiddle(FinalInner inner) {
      this.inner = inner;
    }

    Async<Long, RuntimeException> call(long x) {
      return async(() -> inner.call(x).await() + 1);
    }
  }

  private static final class FinalInner {
    private final Once once;

    FinalInner(Once once) {
      this.once = once;
    }

    Async<Long, RuntimeException> call(long x) {
      return async(() -> {
        once.await();
        return x + 1000;
      });
    }
  }

  // ---------------------------------------------------------------- methods that might be
  // overridden

  static Async<@Nullable Void, RuntimeException> virtuals(Once once) {
    return calling(new Outer(new Middle(new Inner(once))));
  }

  /** The same, and each is overridden in the object that is called. */
  static Async<@Nullable Void, RuntimeException> overridden(Once once) {
    return calling(new OverridingOuter(new OverridingMiddle(new OverridingInner(once))));
  }

  private static Async<@Nullable Void, RuntimeException> calling(Outer outer) {
    return async(() -> {
      long sum = 0;
      for (long i = 0; i >= 0; i++) {
        sum += outer.call(i).await();
      }
      check(sum);
    });
  }

  private static class Outer {
    private final Middle middle;

    Outer(Middle middle) {
      this.middle = middle;
    }

    Async<Long, RuntimeException> call(long x) {
      return async(() -> middle.call(x).await() + 1);
    }
  }

  private static class Middle implements Level {
    private final Inner inner;

    Middle(Inner inner) {
      this.inner = inner;
    }

    @Override
    public Async<Long, RuntimeException> call(long x) {
      return async(() -> inner.call(x).await() + 1);
    }
  }

  private static class Inner {
    private final Once once;

    Inner(Once once) {
      this.once = once;
    }

    Async<Long, RuntimeException> call(long x) {
      return async(() -> {
        once.await();
        return x + 1000;
      });
    }
  }

  private static final class OverridingOuter extends Outer {
    OverridingOuter(Middle middle) {
      super(middle);
    }

    @Override
    Async<Long, RuntimeException> call(long x) {
      return super.call(x + 1);
    }
  }

  private static final class OverridingMiddle extends Middle {
    OverridingMiddle(Inner inner) {
      super(inner);
    }

    @Override
    public Async<Long, RuntimeException> call(long x) {
      return super.call(x + 1);
    }
  }

  private static final class OverridingInner extends Inner {
    OverridingInner(Once once) {
      super(once);
    }

    @Override
    Async<Long, RuntimeException> call(long x) {
      return super.call(x + 1);
    }
  }

  // ---------------------------------------------------------------- through interfaces

  static Async<@Nullable Void, RuntimeException> interfaces(Once once) {
    Level outer = new LevelOuter(new LevelMiddle(new LevelInner(once)));
    return async(() -> {
      long sum = 0;
      for (long i = 0; i >= 0; i++) {
        sum += outer.call(i).await();
      }
      check(sum);
    });
  }

  private record LevelOuter(Level middle) implements Level {
    @Override
    public Async<Long, RuntimeException> call(long x) {
      return async(() -> middle.call(x).await() + 1);
    }
  }

  private record LevelMiddle(Level inner) implements Level {
    @Override
    public Async<Long, RuntimeException> call(long x) {
      return async(() -> inner.call(x).await() + 1);
    }
  }

  private record LevelInner(Once once) implements Level {
    @Override
    public Async<Long, RuntimeException> call(long x) {
      return async(() -> {
        once.await();
        return x + 1000;
      });
    }
  }

  // ---------------------------------------------------------------- out of an interface's own
  // blocks

  static Async<@Nullable Void, RuntimeException> defaults(Once once) {
    Defaults all = () -> once;
    return async(() -> {
      long sum = 0;
      for (long i = 0; i >= 0; i++) {
        sum += all.outer(i).await();
      }
      check(sum);
    });
  }

  private interface Defaults {
    Once once();

    default Async<Long, RuntimeException> outer(long x) {
      return async(() -> middle(x).await() + 1);
    }

    default Async<Long, RuntimeException> middle(long x) {
      return async(() -> inner(this, x).await() + 1);
    }

    static Async<Long, RuntimeException> inner(Defaults of, long x) {
      return async(() -> {
        of.once().await();
        return x + 1000;
      });
    }
  }

  // ---------------------------------------------------------------- into another module and back

  /** Each of the three calls leaves the module that it is made in. */
  static Async<@Nullable Void, RuntimeException> modules(Once once) {
    var inner = new dev.bide.bench.other.Inner(once);
    var outer = new dev.bide.bench.other.Outer(new Back(inner));
    return async(() -> {
      long sum = 0;
      for (long i = 0; i >= 0; i++) {
        sum += outer.call(i).await();
      }
      check(sum);
    });
  }

  private record Back(dev.bide.bench.other.Inner inner) implements Level {
    @Override
    public Async<Long, RuntimeException> call(long x) {
      return async(() -> inner.call(x).await() + 1);
    }
  }

  private static void check(Object sum) {
    throw new IllegalStateException("it ends never, and has ended with " + sum);
  }
}
