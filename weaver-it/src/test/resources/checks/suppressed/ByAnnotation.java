import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;
import java.time.Duration;
import java.util.*;

class ByAnnotation {
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

  @SuppressWarnings("bide:await-outside-block")
  static int onMethod() {
    return number().await();
  }

  static Async<Void, IOException> onVariable(List<String> xs) {
    return async(() -> {
      @SuppressWarnings("bide:not-awaited")
      Runnable r = () -> number();
      r.run();
    });
  }

  @SuppressWarnings({"unused", "bide:all"})
  static class OnClass {
    void all(List<String> xs) throws Exception {
      number();
      xs.forEach(x -> number().await());
      number().wait();
    }
  }

  @SuppressWarnings("bide:boxed-comparison")
  static void theOthersStay() {
    number();
  }
}
