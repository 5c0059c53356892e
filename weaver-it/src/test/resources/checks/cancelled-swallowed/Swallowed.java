import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;
import java.time.Duration;
import java.util.*;

class Swallowed {
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

  static Async<Integer, RuntimeException> swallows() {
    return async(() -> {
      try {
        return fetch().await();
      } catch (Throwable t) {
        System.out.println(t);
      }
      try {
        number().await();
      } catch (Error e) {
        if (e.getMessage() == null) {
          throw e;
        }
      }
      try {
        number().await();
      } catch (Cancelled c) {
        System.out.println("cancelled");
      }
      while (true) {
        try {
          number().await();
        } catch (IllegalStateException | Error e) {
          continue;
        }
        return 1;
      }
    });
  }
}
