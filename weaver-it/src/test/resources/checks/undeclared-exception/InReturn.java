import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;
import java.time.Duration;
import java.util.*;

class InReturn {
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

  static Async<Integer, RuntimeException> one() {
    return async(() -> {
      int x = number().await();
      return fetch().await() + x;
    });
  }

  static Async<Void, RuntimeException> noValue() {
    return async(() -> { save("a").await(); });
  }

  static Async<Integer, IllegalStateException> fromPlainCalls() {
    return async(() -> {
      try (var in = new FileInputStream("x")) {
        return in.read();
      }
    });
  }

  static Async<Integer, InterruptedException> besideAnother() {
    return async(() -> {
      Thread.sleep(1);
      return fetch().await();
    });
  }

  static Async<Integer, RuntimeException> caughtHalf() {
    return async(() -> {
      try {
        fetch().await();
      } catch (FileNotFoundException e) {
        return 0;
      }
      try {
        return fetch().await();
      } catch (IOException e) {
        throw new EOFException();
      }
    });
  }

  static Async<Void, RuntimeException> throughSpawn() {
    return scope(s -> {
      s.spawn(() -> {
        save("a").await();
      });
    });
  }
}
