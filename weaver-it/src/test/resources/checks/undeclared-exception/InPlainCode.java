import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;

class InPlainCode {
  interface Runs {
    <T, X extends Exception> T run(AsyncSupplier<T, X> block) throws X;
  }

  static Async<Integer, IOException> fetch() {
    return async(() -> {
      throw new IOException("none");
    });
  }

  static void main(Runs runtime) {
    runtime.run(() -> {
      int n = 1;
      return n + fetch().await();
    });
  }

  static void halfCaught(Runs runtime) {
    try {
      runtime.run(() -> fetch().await());
    } catch (FileNotFoundException e) {
      runtime.run(() -> fetch().await());
    }
  }
}
