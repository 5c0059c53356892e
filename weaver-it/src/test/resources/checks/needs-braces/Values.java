import static dev.bide.Async.*;

import dev.bide.*;
import java.io.PrintStream;
import java.util.*;

class Values {
  static Async<Void, RuntimeException> expression(List<String> names) {
    return scope(s -> names.clear());
  }

  static Async<Void, RuntimeException> reference(PrintStream out) {
    return async(out::println);
  }

  static Async<Void, RuntimeException> right(List<String> names, Runnable r) {
    return scope(s -> {
      names.clear();
      async(() -> names.clear()).await();
      async(r::run).await();
    });
  }
}
