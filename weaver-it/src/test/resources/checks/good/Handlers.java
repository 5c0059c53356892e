import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;

class Handlers {
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

  static Async<Integer, RuntimeException> thrownAgainAndCaught() {
    return async(() -> {
      try {
        return fetch().await();
      } catch (IOException e) {
        try {
          throw e;
        } catch (Exception again) {
          return 0;
        }
      }
    });
  }

  static Async<Integer, RuntimeException> oneOfTwoThrownAgainAndCaught() {
    return async(() -> {
      try {
        return open().await();
      } catch (FileNotFoundException | UncheckedIOException e) {
        try {
          throw e;
        } catch (IOException again) {
          return 1;
        }
      }
    });
  }

  static Async<Integer, FileNotFoundException> narrowThrownAgain() {
    return async(() -> {
      try {
        return open().await() + fetch().await();
      } catch (FileNotFoundException e) {
        throw e;
      } catch (IOException e) {
        return 2;
      }
    });
  }

  static Async<Integer, RuntimeException> droppedByReturn() {
    return async(() -> {
      try {
        return fetch().await();
      } finally {
        return 3;
      }
    });
  }

  static Async<Integer, RuntimeException> droppedByContinue(boolean b) {
    return async(() -> {
      for (int i = 0; i < 3; i++) {
        try {
          fetch().await();
        } catch (FileNotFoundException e) {
          throw e;
        } finally {
          if (b) {
            continue;
          } else {
            break;
          }
        }
      }
      return 4;
    });
  }

  static Async<Integer, RuntimeException> thrownAgainAndDropped() {
    return async(() -> {
      try {
        return fetch().await();
      } catch (IOException e) {
        try {
          throw e;
        } finally {
          return 5;
        }
      }
    });
  }
}
