package dev.bide.bench.rows;

import static dev.bide.Async.async;

import dev.bide.Async;
import org.jspecify.annotations.Nullable;

/** Blocks with many awaits, one after the other, and values that live across them. */
final class Sites {
  private Sites() {}

  static Async<@Nullable Void, RuntimeException> of2(Once once) {
    return async(() -> {
      long a = 1;
      long b = 2;
      while (a != 0) {
        once.await();
        a += b | 1;
        once.await();
        b += a | 3;
      }
    });
  }

  static Async<@Nullable Void, RuntimeException> of8(Once once) {
    return async(() -> {
      long a = 1;
      long b = 2;
      while (a != 0) {
        once.await();
        a += b | 1;
        once.await();
        b += a | 3;
        once.await();
        a += b | 5;
        once.await();
        b += a | 7;
        once.await();
        a += b | 9;
        once.await();
        b += a | 11;
        once.await();
        a += b | 13;
        once.await();
        b += a | 15;
      }
    });
  }

  static Async<@Nullable Void, RuntimeException> of20(Once once) {
    return async(() -> {
      long a = 1;
      long b = 2;
      while (a != 0) {
        once.await();
        a += b | 1;
        once.await();
        b += a | 3;
        once.await();
        a += b | 5;
        once.await();
        b += a | 7;
        once.await();
        a += b | 9;
        once.await();
        b += a | 11;
        once.await();
        a += b | 13;
        once.await();
        b += a | 15;
        once.await();
        a += b | 17;
        once.await();
        b += a | 19;
        once.await();
        a += b | 21;
        once.await();
        b += a | 23;
        once.await();
        a += b | 25;
        once.await();
        b += a | 27;
        once.await();
        a += b | 29;
        once.await();
        b += a | 31;
        once.await();
        a += b | 33;
        once.await();
        b += a | 35;
        once.await();
        a += b | 37;
        once.await();
        b += a | 39;
      }
    });
  }

  static Async<@Nullable Void, RuntimeException> of60(Once once) {
    return async(() -> {
      long a = 1;
      long b = 2;
      while (a != 0) {
        once.await();
        a += b | 1;
        once.await();
        b += a | 3;
        once.await();
        a += b | 5;
        once.await();
        b += a | 7;
        once.await();
        a += b | 9;
        once.await();
        b += a | 11;
        once.await();
        a += b | 13;
        once.await();
        b += a | 15;
        once.await();
        a += b | 17;
        once.await();
        b += a | 19;
        once.await();
        a += b | 21;
        once.await();
        b += a | 23;
        once.await();
        a += b | 25;
        once.await();
        b += a | 27;
        once.await();
        a += b | 29;
        once.await();
        b += a | 31;
        once.await();
        a += b | 33;
        once.await();
        b += a | 35;
        once.await();
        a += b | 37;
        once.await();
        b += a | 39;
        once.await();
        a += b | 41;
        once.await();
        b += a | 43;
        once.await();
        a += b | 45;
        once.await();
        b += a | 47;
        once.await();
        a += b | 49;
        once.await();
        b += a | 51;
        once.await();
        a += b | 53;
        once.await();
        b += a | 55;
        once.await();
        a += b | 57;
        once.await();
        b += a | 59;
        once.await();
        a += b | 61;
        once.await();
        b += a | 63;
        once.await();
        a += b | 65;
        once.await();
        b += a | 67;
        once.await();
        a += b | 69;
        once.await();
        b += a | 71;
        once.await();
        a += b | 73;
        once.await();
        b += a | 75;
        once.await();
        a += b | 77;
        once.await();
        b += a | 79;
        once.await();
        a += b | 81;
        once.await();
        b += a | 83;
        once.await();
        a += b | 85;
        once.await();
        b += a | 87;
        once.await();
        a += b | 89;
        once.await();
        b += a | 91;
        once.await();
        a += b | 93;
        once.await();
        b += a | 95;
        once.await();
        a += b | 97;
        once.await();
        b += a | 99;
        once.await();
        a += b | 101;
        once.await();
        b += a | 103;
        once.await();
        a += b | 105;
        once.await();
        b += a | 107;
        once.await();
        a += b | 109;
        once.await();
        b += a | 111;
        once.await();
        a += b | 113;
        once.await();
        b += a | 115;
        once.await();
        a += b | 117;
        once.await();
        b += a | 119;
      }
    });
  }
}
