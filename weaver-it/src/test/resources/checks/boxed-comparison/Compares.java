import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;
import java.time.Duration;
import java.util.*;

class Compares {
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

  static Async<Boolean, RuntimeException> inside(Integer boxed, int plain) {
    return async(() -> {
      boolean same = number().await() == number().await();
      if (boxed != (number().await())) {
        same = false;
      }
      return same || number().await() == plain || plain != number().await() || boxed == null;
    });
  }
}
