import static dev.bide.Async.*;

import dev.bide.*;
import java.time.Duration;

class WhereNothingSaysTheKind {
  static Async<Integer, RuntimeException> ready() {
    return async(() -> of(1).await() + 1);
  }

  static Async<Integer, RuntimeException> nested() {
    return async(() -> timeout(Duration.ofSeconds(1), async(() -> 3)).await());
  }

  static Async<Integer, RuntimeException> right() {
    return async(() -> {
      Async<Integer, RuntimeException> one = of(1);
      int n = one.await() + Async.<Integer, RuntimeException>of(1).await();
      return n + timeout(Duration.ofSeconds(1), () -> 3).await();
    });
  }
}
