import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;

class ThroughHandlers {
  static Async<Integer, IOException> fetch() {
    return async(() -> {
      throw new IOException("none");
    });
  }

  static Async<Integer, FileNotFoundException> open() {
    return async(() -> {
      throw new FileNotFoundException("none");
    });
  }

  static Async<Integer, RuntimeException> thrownAgain() {
    return async(() -> {
      try {
        return fetch().await();
      } catch (IOException e) {
        throw e;
      }
    });
  }

  static Async<Integer, RuntimeException> narrowThrownAgain() {
    return async(() -> {
      try {
        return open().await();
      } catch (FileNotFoundException e) {
        throw e;
      } catch (IOException e) {
        return 1;
      }
    });
  }

  static Async<Integer, RuntimeException> thrownAgainInATryOfOthers() {
    return async(() -> {
      try {
        return fetch().await();
      } catch (IOException e) {
        try {
          throw e;
        } catch (FileNotFoundException other) {
          return 2;
        } finally {
          if (e.getMessage() == null) {
            return 3;
          }
        }
      }
    });
  }
}
