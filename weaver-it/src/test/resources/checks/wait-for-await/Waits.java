import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;
import java.time.Duration;
import java.util.*;

class Waits {
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

  static Async<Void, Exception> inside(Async<Integer, IOException> a, AsyncStream<String, IOException> s) {
    return async(() -> {
      a.wait();
      s.wait(10);
      new Object().wait(1);
    });
  }

  static void outside() throws Exception {
    number().wait();
  }
}
