package woven;

import static dev.bide.Async.async;
import static woven.Support.*;

import dev.bide.*;
import java.io.*;
import java.util.*;
import java.util.function.*;

/** Handlers and finally blocks that wait, loop, swallow and return. */
public final class Handlers {
  private Handlers() {}

  public static Map<String, Async<?, ?>> programs() {
    Map<String, Async<?, ?>> all = new LinkedHashMap<>();
    all.put("retry", retry());
    all.put("continueInFinally", finRet());
    all.put("returnInHandler", caughtReturn());
    all.put("swallow", swallow());
    all.put("cancelAtBackEdge", Async.race(endless(), v(-1)));
    return all;
  }

  /** Reaches no leaf: only its back edge waits. The return splits the range of the finally. */
  static Async<Integer, IOException> endless() {
    return async(() -> {
      int n = 0;
      try {
        while (true) {
          int last = n;
          n = Async.<Integer, IOException>async(() -> last + 1).await();
          if (n < 0) {
            return n;
          }
        }
      } finally {
        log.add("finally");
      }
    });
  }

  static Async<Integer, IOException> retry() {
    return async(() -> {
      int n = 0;
      while (true) {
        try {
          if (n++ < 3) fail("r" + n).await();
          return v(n).await();
        } catch (IOException e) {
          log.add(e.getMessage());
          continue;
        } finally {
          v(1).await();
        }
      }
    });
  }

  static Async<Integer, IOException> finRet() {
    return async(() -> {
      int n = 0;
      for (; ; ) {
        try {
          n += v(1).await();
          if (n < 3) throw new IllegalStateException();
        } finally {
          if (n < 5) {
            n += v(1).await();
            continue;
          }
        }
        return n;
      }
    });
  }

  static Async<String, IOException> caughtReturn() {
    return async(() -> {
      try {
        fail("x").await();
        return "no";
      } catch (IOException e) {
        return e.getMessage() + v("y").await();
      } finally {
        log.add("f" + v("z").await());
      }
    });
  }

  static Async<String, IOException> swallow() {
    return async(() -> {
      try {
        return v("a").await() + fail("b").await();
      } catch (Throwable t) {
        log.add("t");
      }
      return v("after").await();
    });
  }
}
