import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;
import java.time.Duration;
import java.util.*;

class Statements {
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

  static void outside() {
    number();
    sleep(Duration.ofSeconds(1));
  }

  static Async<Void, IOException> inside(Async<Integer, IOException> x) {
    return async(() -> {
      number();
      x.timeout(Duration.ofSeconds(1));
      save("a")
          .timeout(Duration.ofSeconds(1));
      Async<Async<Integer, RuntimeException>, RuntimeException> twice = of(number());
      twice.await();
    });
  }

  abstract static class Own implements Async<Integer, RuntimeException> {
    static Own open() {
      throw new IllegalStateException();
    }
  }

  static void own() {
    Own.open();
  }
}
