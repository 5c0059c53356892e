import static dev.bide.Async.*;

import dev.bide.*;
import java.util.*;

class Holds {
  @MustNotSuspend
  interface Lent {}

  static class Guard implements Lent, AutoCloseable {
    int n;

    @Override
    public void close() {}

    int plus(int m) {
      return n + m;
    }
  }

  static Async<Integer, RuntimeException> number() {
    return of(1);
  }

  static Async<Integer, RuntimeException> inVariable() {
    return async(() -> {
      Guard guard = new Guard();
      int n =
          number()
              .await();
      return guard.n + n;
    });
  }

  static Async<Integer, RuntimeException> inResource() {
    return async(() -> {
      try (var guard = new Guard()) {
        return guard.n + number().await();
      }
    });
  }

  static Async<Integer, RuntimeException> halfWay() {
    return async(() -> new Guard().plus(number().await()));
  }

  static Async<Integer, RuntimeException> acrossTurns(List<Guard> guards) {
    return async(() -> {
      int n = 0;
      for (Guard guard : guards) {
        n += guard.n;
        n += number().await();
      }
      Guard last = new Guard();
      while (n < 10) {
        n += last.n;
        n += number().await();
      }
      return n;
    });
  }

  static Async<Integer, RuntimeException> letGoBefore() {
    return async(() -> {
      int n;
      try (var guard = new Guard()) {
        n = guard.n;
      }
      Guard guard = new Guard();
      n += guard.n;
      if (n > 0) {
        return n + number().await();
      }
      return guard.n;
    });
  }

  @SuppressWarnings("bide:must-not-suspend")
  static Async<Integer, RuntimeException> onPurpose() {
    return async(() -> {
      Guard guard = new Guard();
      return number().await() + guard.n;
    });
  }
}
