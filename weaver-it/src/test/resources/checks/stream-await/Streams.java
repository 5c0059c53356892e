import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;
import java.time.Duration;
import java.util.*;

class Streams {
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

  static Async<Integer, IOException> inside(AsyncStream<String, IOException> lines) {
    return async(() -> {
      int n = 0;
      var turns = lines.await();
      for (String line : turns) {
        n += line.length();
      }
      lines.await().forEach(x -> {});
      return n;
    });
  }

  static Async<Integer, IOException> forgotten(AsyncStream<String, IOException> lines) {
    return async(() -> {
      int n = 0;
      for (String line : lines) {
        n += line.length();
      }
      for (String line : lines.filter(x -> x.isEmpty())) n++;
      return n;
    });
  }
}
