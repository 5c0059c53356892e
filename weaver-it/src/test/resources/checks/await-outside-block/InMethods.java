import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;
import java.time.Duration;
import java.util.*;

class InMethods {
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

  static int inMethod() {
    return number().await();
  }

  static Async<Integer, RuntimeException> inAsyncMethod() {
    return of(number().await() + 1);
  }

  public static void main(String[] args) {
    number()
        .await();
  }

  static int field = number().await();

  InMethods() {
    number().await();
  }

  static {
    number().await();
  }

  static Async<Integer, RuntimeException> inClassInsideBlock() {
    return async(() -> {
      class Local {
        int inLocal() {
          return number().await();
        }
      }
      Object anonymous = new Object() {
        @Override
        public String toString() {
          return "" + number().await();
        }
      };
      return new Local().inLocal() + anonymous.hashCode();
    });
  }

  static int onBlockItself(AsyncSupplier<Integer, RuntimeException> block) {
    return block.await();
  }
}
