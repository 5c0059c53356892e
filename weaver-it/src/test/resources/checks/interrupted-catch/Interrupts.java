import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;
import java.time.Duration;
import java.util.*;

class Interrupts {
  static Async<Integer, RuntimeException> number() {
    return of(1);
  }

  static Async<Integer, IOException> fetch() {
    return async(() -> {
      if (number().await() > 0) {
        return 1;
      }
      throw new IOException("none");
    });
  }

  static Async<Void, IOException> save(String s) {
    return async(() -> {
      fetch().await();
    });
  }

  static Async<Void, RuntimeException> inside() {
    return async(() -> {
      try {
        number().await();
        Thread.sleep(1);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });
  }

  static Async<Void, RuntimeException> whatAnAwaitDeclares() {
    return async(() -> {
      try {
        Blocking.run(() -> Thread.sleep(1)).await();
      } catch (InterruptedException e) {
        number().await();
      }
    });
  }
}
