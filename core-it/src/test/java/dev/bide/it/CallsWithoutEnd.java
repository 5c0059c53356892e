package dev.bide.it;

import static dev.bide.Async.async;

import dev.bide.Async;
import dev.bide.runtimes.LocalRuntime;

/** Calls itself until there is no memory left, and then runs something else. */
final class CallsWithoutEnd {
  private static String cleanedUp = "the outermost was not cleaned up";

  private CallsWithoutEnd() {}

  private static Async<Integer, RuntimeException> deep(int n) {
    return async(() -> {
      try {
        return deep(n + 1).await() + 1;
      } finally {
        if (n == 0) {
          cleanedUp = "the outermost was cleaned up";
        }
      }
    });
  }

  public static void main(String[] args) {
    try (var runtime = new LocalRuntime()) {
      try {
        runtime.run(() -> {
          deep(0).await();
        });
      } catch (OutOfMemoryError e) {
        System.out.println(e);
      }
      System.out.println(cleanedUp);
      runtime.run(() -> {
        deepEnough(1000).await();
        System.out.println("the runtime goes on");
      });
    }
  }

  private static Async<Integer, RuntimeException> deepEnough(int n) {
    return async(() -> n == 0 ? 0 : deepEnough(n - 1).await() + 1);
  }
}
