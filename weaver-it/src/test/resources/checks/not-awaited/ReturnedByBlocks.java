import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;
import java.time.Duration;
import java.util.*;

class ReturnedByBlocks {
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

  static Async<Void, IOException> serve() {
    return save("x");
  }

  static void consume(AsyncRunnable<IOException> block) {}

  static Async<Void, IOException> inside() {
    return scope(s -> {
      s.spawn(() -> serve());
      s.spawn(ReturnedByBlocks::serve);
      s.start(() -> {
        if (number().await() > 0) {
          return serve();
        }
        return save("y");
      });
      scope(t -> number()).await();
      consume(() -> serve());
      consume(ReturnedByBlocks::serve);
    });
  }
}
