import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;
import java.time.Duration;
import java.util.*;

class References {
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

  static Async<Integer, RuntimeException> boundAsBlock() {
    return async(number()::await);
  }

  static List<Integer> unbound(List<Async<Integer, RuntimeException>> all) {
    return all.stream().map(Async::await).toList();
  }

  static Async<Pair<Integer, Integer>, RuntimeException> inJoin() {
    Async<Integer, RuntimeException> a = number();
    return join(a::await, number());
  }
}
