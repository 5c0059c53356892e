import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;
import java.time.Duration;
import java.util.*;

class Monitors {
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

  private final Object lock = new Object();

  Async<Integer, RuntimeException> inStatement() {
    return async(() -> {
      synchronized (lock) {
        return number().await();
      }
    });
  }

  Async<Integer, RuntimeException> inNestedStatement() {
    return async(() -> {
      int sum = 0;
      synchronized (lock) {
        for (int i = 0; i < 3; i++) {
          if (i > 1) {
            sum += number().await();
          }
        }
      }
      synchronized (lock) {
        sum++;
      }
      return sum + number().await();
    });
  }

  Async<Integer, RuntimeException> blockMadeInside() {
    synchronized (lock) {
      return async(() -> number().await());
    }
  }
}
