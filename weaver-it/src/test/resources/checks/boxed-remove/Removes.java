import static dev.bide.Async.*;

import dev.bide.*;
import java.util.*;

class Removes {
  static Async<Integer, RuntimeException> number() {
    return of(1);
  }

  static Async<String, RuntimeException> name() {
    return of("a");
  }

  static Async<Void, RuntimeException> inBlock(
      List<String> names, ArrayList<Integer> numbers, Set<Integer> set, Map<Integer, String> map) {
    return async(() -> {
      names.remove(number().await());
      numbers.remove(number().await());
      numbers.remove((int) number().await());
      numbers.remove((Object) number().await());
      names.remove(name().await());
      set.remove(number().await());
      map.remove(number().await());
      int index = number().await();
      names.remove(index);
    });
  }
}
