import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;
import java.time.Duration;
import java.util.*;

class InLambdas {
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

  static Async<Void, IOException> inside(List<String> xs) {
    return async(() -> {
      xs.forEach(x -> save(x));
      xs.forEach(InLambdas::save);
      xs.forEach(x -> {
        save(x);
      });
      Runnable r = () -> number();
      r.run();
    });
  }
}
