// javac: -Abide.off=await-outside-block,not-awaited
import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;
import java.time.Duration;
import java.util.*;

class ByOption {
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

  static int onMethod() {
    number();
    return number().await();
  }

  static Async<Void, RuntimeException> theOthersStay() {
    return async(() -> {
      Object lock = new Object();
      synchronized (lock) {
        number().await();
      }
    });
  }
}
