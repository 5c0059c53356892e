import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;
import java.time.Duration;
import java.util.*;

class InPlainLambdas {
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

  static Async<Void, RuntimeException> all(
      List<String> xs, Map<String, Integer> map, Optional<String> o, Thread.Builder threads) {
    return async(() -> {
      xs.forEach(x -> number().await());
      map.forEach((k, v) -> {
        number().await();
      });
      o.ifPresent(x -> number().await());
      o.map(x -> number().await());
      map.computeIfAbsent("a", k -> number().await());
      map.merge("a", 1, (x, y) -> number().await());
      xs.stream().map(x -> number().await()).toList();
      xs.removeIf(x -> number().await() > 0);
      threads.start(() -> number().await());
      new Thread(() -> number().await()).start();
      Runnable later = () -> number().await();
      later.run();
      Object both = (AsyncSupplier<Integer, RuntimeException> & Cloneable) () -> number().await();
      both.notify();
      xs.sort((x, y) -> number().await());
    });
  }
}
