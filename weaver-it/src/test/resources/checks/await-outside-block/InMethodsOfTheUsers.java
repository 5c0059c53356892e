import static dev.bide.Async.*;

import dev.bide.*;

class InMethodsOfTheUsers {
  interface Other extends AsyncSupplier<Integer, RuntimeException> {
    @Override
    default Integer body() {
      return with(1);
    }

    Integer with(int n);
  }

  interface Anew extends AsyncFunction<Integer, Integer, RuntimeException> {
    @Override
    Integer body(Integer n);
  }

  static Async<Integer, RuntimeException> number() {
    return of(1);
  }

  static Other other() {
    return n -> n + number().await();
  }

  static Anew anew() {
    return n -> n + number().await();
  }
}
