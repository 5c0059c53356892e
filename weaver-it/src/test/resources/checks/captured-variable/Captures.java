import static dev.bide.Async.*;

import dev.bide.*;
import java.util.*;

class Captures {
  static Async<Integer, RuntimeException> number() {
    return of(1);
  }

  static Async<Integer, RuntimeException> changedInside() {
    int n = 0;
    return async(() -> {
      n += number().await();
      return n;
    });
  }

  static Async<Integer, RuntimeException> changedOutside(boolean more) {
    int n = 0;
    if (more) {
      n = 1;
    }
    return async(() -> n + number().await());
  }

  static Async<Integer, RuntimeException> parameter(String name) {
    name = name.strip();
    return async(() -> name.length() + number().await());
  }

  static Async<Integer, RuntimeException> parameterInside(int n) {
    return async(() -> {
      n++;
      return n + number().await();
    });
  }

  static Async<Integer, RuntimeException> nested() {
    int n = 0;
    n++;
    return async(() -> async(() -> n + number().await()).await());
  }

  static Async<Integer, RuntimeException> loop(List<String> names) {
    for (int i = 0; i < names.size(); i++) {
      Async<String, RuntimeException> a = async(() -> names.get(i));
      a.cancel();
    }
    return number();
  }

  static Async<Integer, RuntimeException> right(boolean more, String given) {
    int n;
    if (more) {
      n = 1;
    } else {
      n = 2;
    }
    String name = given.strip();
    return async(() -> {
      int sum = n + name.length();
      sum += number().await();
      int inside = sum;
      inside++;
      int copy = inside;
      return async(() -> copy + number().await()).await();
    });
  }
}
