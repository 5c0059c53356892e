import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;
import java.time.Duration;
import java.util.*;

class Caught {
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

  static Async<Void, IOException> inside() {
    return scope(s -> {
      try {
        s.spawn(() -> fetch().await());
      } catch (IOException e) {
        System.out.println("never");
      }
      try {
        s.start(() -> save("a").await());
        s.background(() -> save("b").await());
        number().await();
      } catch (IOException | IllegalStateException e) {
        System.out.println("never for the first");
      }
    });
  }
}
