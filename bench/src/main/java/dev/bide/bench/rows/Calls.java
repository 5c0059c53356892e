package dev.bide.bench.rows;

import static dev.bide.Async.async;

import dev.bide.Async;
import org.jspecify.annotations.Nullable;

/** Async methods that are called again and again, and wait once in each call. */
final class Calls {
  private final Once once;

  Calls(Once once) {
    this.once = once;
  }

  // ---------------------------------------------------------------- three deep, for each type

  private Async<Long, RuntimeException> innerLong(long x) {
    return async(() -> {
      once.await();
      return x + 1000;
    });
  }

  private Async<Long, RuntimeException> middleLong(long x) {
    return async(() -> innerLong(x).await() + 1);
  }

  private Async<Long, RuntimeException> outerLong(long x) {
    return async(() -> middleLong(x).await() + 1);
  }

  Async<@Nullable Void, RuntimeException> longs() {
    return async(() -> {
      long sum = 0;
      for (long i = 0; i >= 0; i++) {
        sum += outerLong(i).await();
      }
      check(sum);
    });
  }

  private Async<Integer, RuntimeException> innerInt(int x) {
    return async(() -> {
      once.await();
      return x + 1000;
    });
  }

  private Async<Integer, RuntimeException> middleInt(int x) {
    return async(() -> innerInt(x).await() + 1);
  }

  private Async<Integer, RuntimeException> outerInt(int x) {
    return async(() -> middleInt(x).await() + 1);
  }

  Async<@Nullable Void, RuntimeException> ints() {
    return async(() -> {
      int sum = 0;
      for (long i = 0; i >= 0; i++) {
        sum += outerInt((int) i).await();
      }
      check(sum);
    });
  }

  private Async<Double, RuntimeException> innerDouble(double x) {
    return async(() -> {
      once.await();
      return x + 1000;
    });
  }

  private Async<Double, RuntimeException> middleDouble(double x) {
    return async(() -> innerDouble(x).await() + 1);
  }

  private Async<Double, RuntimeException> outerDouble(double x) {
    return async(() -> middleDouble(x).await() + 1);
  }

  Async<@Nullable Void, RuntimeException> doubles() {
    return async(() -> {
      double sum = 0;
      for (long i = 0; i >= 0; i++) {
        sum += outerDouble((double) i).await();
      }
      check(sum);
    });
  }

  // ---------------------------------------------------------------- one call, of each kind

  private static Async<Long, RuntimeException> ofStatic(Once once, long x) {
    return async(() -> {
      once.await();
      return x + 1000;
    });
  }

  Async<@Nullable Void, RuntimeException> statics() {
    return async(() -> {
      long sum = 0;
      for (long i = 0; i >= 0; i++) {
        sum += ofStatic(once, i).await();
      }
      check(sum);
    });
  }

  Async<@Nullable Void, RuntimeException> privates() {
    return async(() -> {
      long sum = 0;
      for (long i = 0; i >= 0; i++) {
        sum += innerLong(i).await();
      }
      check(sum);
    });
  }

  Async<@Nullable Void, RuntimeException> finals(Other.Final other) {
    return async(() -> {
      long sum = 0;
      for (long i = 0; i >= 0; i++) {
        sum += other.call(i).await();
      }
      check(sum);
    });
  }

  Async<@Nullable Void, RuntimeException> overridables(Other other) {
    return async(() -> {
      long sum = 0;
      for (long i = 0; i >= 0; i++) {
        sum += other.call(i).await();
      }
      check(sum);
    });
  }

  Async<@Nullable Void, RuntimeException> interfaces(Called other) {
    return async(() -> {
      long sum = 0;
      for (long i = 0; i >= 0; i++) {
        sum += other.call(i).await();
      }
      check(sum);
    });
  }

  private static void check(Object sum) {
    throw new IllegalStateException("it ends never, and has ended with " + sum);
  }
}
