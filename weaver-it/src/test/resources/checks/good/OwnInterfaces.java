import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;

class OwnInterfaces {
  interface Named {
    String name();
  }

  interface Step extends AsyncFunction<Integer, Integer, IOException>, Named, Serializable {
    @Override
    default String name() {
      return "step";
    }
  }

  interface Small<X extends Exception> extends AsyncSupplier<String, X> {}

  interface Smaller extends Small<RuntimeException> {}

  static Async<Integer, IOException> number(int n) {
    return of(n);
  }

  static Step step() {
    return x -> x + number(x).await();
  }

  static Small<IOException> small(int n) {
    return () -> "" + number(n).await();
  }

  static Smaller smaller() {
    return () -> Async.<String, RuntimeException>of("b").await();
  }

  static Async<String, IOException> all() {
    return async(() -> step().apply(1).await() + small(2).await() + smaller().await());
  }
}
