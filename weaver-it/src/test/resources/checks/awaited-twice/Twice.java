import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;
import java.time.Duration;
import java.util.*;

class Twice {
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

  static Async<Integer, RuntimeException> inside(boolean b) {
    return async(() -> {
      Async<Integer, RuntimeException> a = async(() -> number().await() + 1);
      int first = a.await();
      if (b) {
        return first;
      }
      var c = async(() -> 2);
      return a.await() + c.await()
          + c.await();
    });
  }

  static Async<Integer, IOException> ofMethods(Twice other) {
    return async(() -> {
      var a = fetch();
      var b = number();
      var c = other.overridable();
      var d = sleep(Duration.ofSeconds(1));
      d.await();
      d.await();
      return a.await() + a.await() + b.await() + b.await() + c.await() + c.await();
    });
  }

  Async<Integer, RuntimeException> overridable() {
    return async(() -> 1);
  }
}
