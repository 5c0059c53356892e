package dev.bide.bench.rows;

import static dev.bide.Async.async;

import dev.bide.Async;

/** The called side of calls into another class. */
class Other implements Called {
  private final Once once;

  Other(Once once) {
    this.once = once;
  }

  @Override
  public Async<Long, RuntimeException> call(long x) {
    return async(() -> {
      once.await();
      return x + 1000;
    });
  }

  /** A class that nobody can extend. */
  static final class Final {
    private final Once once;

    Final(Once once) {
      this.once = once;
    }

    Async<Long, RuntimeException> call(long x) {
      return async(() -> {
        once.await();
        return x + 1000;
      });
    }
  }

  /** Overrides it, so that the call is not monomorphic. */
  static final class Overriding extends Other {
    Overriding(Once once) {
      super(once);
    }

    @Override
    public Async<Long, RuntimeException> call(long x) {
      return super.call(x + 1);
    }
  }
}
