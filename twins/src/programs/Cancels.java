package programs;

import static dev.bide.twins.sync.Leaves.*;

import dev.bide.twins.Program;
import dev.bide.twins.Waits;
import dev.bide.twins.sync.*;
import java.io.*;
import java.util.*;
import java.util.function.*;

/** What handlers do about a cancel: each of these is cancelled at each of its waits. */
class Cancels {
  @Program @Waits static Object cleanUp() {
    StringBuilder sb = new StringBuilder();
    try {
      sb.append(w("a"));
      sb.append(w("b"));
    } finally {
      log("clean up", w(1), w(2));
    }
    return sb.toString();
  }

  @Program @Waits static Object swallowed() {
    int n = 0;
    try {
      n = w(1);
    } catch (Throwable t) {
      log(t);
      n = w(2);
    }
    n += w(3);
    return n + w(4);
  }

  @Program @Waits static Object swallowedInLoop() {
    int n = 0;
    for (int i = 0; i < 5; i++) {
      try {
        n += w(i);
      } catch (Throwable t) {
        log(i, t);
        w("handling");
      }
    }
    return n;
  }

  @Program @Waits static Object swallowedByContinue() {
    int n = 0;
    for (int i = 0; i < 4; i++) {
      try {
        n += w(i);
      } catch (Error e) {
        pause();
        if (i == 1) continue;
        n += w(100);
        break;
      }
      n += w(1000);
    }
    pause();
    return n;
  }

  @Program @Waits static Object swallowedByReturn() {
    int r = inner();
    return r + w(1);
  }

  @Waits static int inner() {
    try {
      return w(1) + w(2);
    } catch (Throwable t) {
      log(t);
      return w(-1);
    }
  }

  @Program @Waits static Object swallowedAndOuterFinally() {
    try {
      return inner();
    } finally {
      log("outer finally", w(5));
    }
  }

  @Program @Waits static Object returnedThroughFinally() {
    int[] n = {0};
    int r = throughFinally(n);
    pause();
    log(n);
    return r;
  }

  @Waits static int throughFinally(int[] n) {
    try {
      try {
        return w(1);
      } catch (Throwable t) {
        return w(-1);
      }
    } finally {
      n[0] = w(9);
    }
  }

  @Program @Waits static Object rethrown() {
    try {
      return w(1) + w(2);
    } catch (Throwable t) {
      log("rethrowing", w("h"), t);
      throw t;
    }
  }

  @Program @Waits static Object replacedAndCaught() {
    try {
      try {
        w(1);
      } finally {
        fail(new IOException("replaces"));
      }
    } catch (IOException e) {
      log(e, w("caught"));
    }
    w(3);
    return w(4);
  }

  @Program @Waits static Object replacedAndThrown() throws IOException {
    try {
      w(1);
    } catch (Error e) {
      throw new IOException("in its place", e);
    } finally {
      pause();
    }
    return w(2);
  }

  @Program @Waits static Object nestedHandlerDealsWithOther() {
    try {
      w(1);
    } finally {
      try {
        fail(new IOException("other"));
      } catch (IOException e) {
        log("other", w("h"));
      }
      w(2);
      log("still unwinding", w(3));
    }
    return w(4);
  }

  @Program @Waits static Object calledFromFinally() {
    try {
      w(1);
    } finally {
      log(other());
      pause();
    }
    return w(4);
  }

  @Waits static String other() {
    try {
      fail(new IOException("other"));
      return "none";
    } catch (IOException e) {
      return w(e.getMessage());
    }
  }

  @Program @Waits static Object swallowedDeepInFinally() {
    try {
      w(1);
    } finally {
      log(inner());
      log(w("after"));
    }
    return w(4);
  }

  @Program @Waits static Object caughtOutside() {
    int n = 0;
    try {
      n = deeper();
    } catch (Throwable t) {
      log("outside", t);
    }
    return n + w(1);
  }

  @Waits static int deeper() {
    try {
      return deepest() + w(2);
    } finally {
      log("deeper", w("f"));
    }
  }

  @Waits static int deepest() {
    try {
      return w(3);
    } catch (RuntimeException e) {
      log("not a cancel", e);
      return 0;
    } finally {
      log("deepest");
    }
  }

  @SuppressWarnings("finally")
  @Program(cancelsWithScopesOnly = true) @Waits static Object swallowedByFinallyReturn() {
    int r = finallyReturn();
    w("after");
    return r;
  }

  @SuppressWarnings("finally")
  @Waits static int finallyReturn() {
    try {
      return w(1);
    } finally {
      pause();
      return w(2);
    }
  }

  @SuppressWarnings("finally")
  @Program(cancelsWithScopesOnly = true) @Waits static Object swallowedByFinallyContinue() {
    int n = 0;
    for (int i = 0; i < 3; i++) {
      try {
        n += w(i);
      } finally {
        w("f");
        continue;
      }
    }
    return n + w(7);
  }

  @Program @Waits static Object conditionallyRethrown() {
    int n = 0;
    for (int i = 0; i < 3; i++) {
      try {
        n += w(i);
      } catch (Throwable t) {
        if (w(i) > 0) throw t;
        n = -1;
      } finally {
        pause();
      }
    }
    return n;
  }

  @Program @Waits static Object inResource() {
    try (var r = resource("r"); var s = resource("s")) {
      return r.use() + s.use() + w(1);
    }
  }

  @Program @Waits static Object inStream() {
    int n = 0;
    for (int i : stream(1, 2, 3).await()) {
      n += w(i);
    }
    return n;
  }

  @Program @Waits static Object swallowedInStream() {
    int n = 0;
    for (int i : stream(1, 2, 3).await()) {
      try {
        n += w(i);
      } catch (Throwable t) {
        log(t);
      }
    }
    return n;
  }

  @Program @Waits static Object swallowedAroundStream() {
    int n = 0;
    try {
      for (int i : stream(1, 2).await()) n += w(i);
    } catch (Throwable t) {
      log("around", t);
    }
    w("after");
    return n;
  }

  @Program @Waits static Object catchExceptionDoesNot() {
    int n = 0;
    for (int i = 0; i < 3; i++) {
      try {
        n += w(i);
      } catch (Exception e) {
        log(e);
        n += 100;
      }
    }
    return n;
  }

  @Program @Waits static Object cancelledCaughtByName() {
    try {
      return w(1) + w(2);
    } catch (dev.bide.Cancelled c) {
      log("cancelled", c.getMessage(), w("h"));
      throw c;
    }
  }

  @Program @Waits static Object twoHandlersInARow() {
    int n = 0;
    try {
      n += w(1);
    } catch (Throwable t) {
      log("first", w("1"));
    }
    try {
      n += w(2);
    } catch (Throwable t) {
      log("second", w("2"));
    }
    try {
      n += w(3);
    } finally {
      log("third", w("3"));
    }
    return n;
  }

  @Program @Waits static Object handlerInHandler() {
    int n = 0;
    try {
      n += w(1);
    } catch (Throwable t) {
      try {
        n += w(2);
        throw new IllegalStateException("again", t);
      } catch (IllegalStateException e) {
        log(e, w("inner"));
      }
      n += w(3);
      log("outer", n);
    }
    n += w(4);
    return n;
  }

  @Program @Waits static Object holderThrowsOutward() {
    int n = 0;
    try {
      try {
        n += w(1);
      } catch (Throwable t) {
        w("inner");
        throw new IllegalStateException("out", t);
      }
    } catch (IllegalStateException e) {
      log(e.getMessage(), w("outer"));
    }
    n += w(2);
    return n;
  }

  @Program @Waits static Object loopInFinally() {
    int n = 0;
    try {
      n += w(1);
    } finally {
      for (int i = 0; i < 3; i++) {
        try {
          n += w(10);
          if (i == 1) throw new IllegalStateException("i");
        } catch (RuntimeException e) {
          n += w(100);
        }
      }
      log(n);
    }
    return n + w(2);
  }

  @Program @Waits static Object failingLeafInTry() {
    int n = 0;
    try {
      fail(new IOException("io"));
    } catch (IOException e) {
      n += w(1);
    } catch (IllegalStateException e) {
      log("a leaf failed over the cancel", e);
      n += w(2);
    }
    return n + w(3);
  }

  @Program @Waits static Object breakOutOfHandler() {
    int n = 0;
    outer:
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 2; j++) {
        try {
          n += w(i * 2 + j);
        } catch (Throwable t) {
          if (j == 0) continue outer;
          w("leaving");
          break outer;
        }
      }
    }
    n += w(50);
    return n;
  }

  @Program @Waits static Object blockInHandler() {
    int n = 0;
    try {
      n += w(1);
    } catch (Throwable t) {
      Async<Integer, RuntimeException> a = Async.async(() -> {
        try {
          return w(2) + w(3);
        } catch (IllegalStateException e) {
          return w(-2);
        }
      });
      n += a.await();
      n += w(4);
    }
    return n + w(5);
  }
}
