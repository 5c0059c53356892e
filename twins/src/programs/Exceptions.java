package programs;

import static dev.bide.twins.sync.Leaves.*;

import dev.bide.twins.Program;
import dev.bide.twins.Waits;
import dev.bide.twins.sync.*;
import java.io.*;
import java.util.*;
import java.util.function.*;

/** try, catch, finally in all their forms. */
class Exceptions {
  static class Own extends Exception {
    Own(String m, Throwable cause) {
      super(m, cause);
    }
  }

  @Waits static int risky(int n) throws IOException {
    log("risky", n);
    if (w(n) % 2 == 0) throw new IOException("even " + n);
    return n;
  }

  @Program @Waits static Object catchOne() {
    int n = 0;
    for (int i = 0; i < 4; i++) {
      try {
        n += risky(i);
      } catch (IOException e) {
        log(e);
        n += w(100);
      }
    }
    return n;
  }

  @Program @Waits static Object uncaught() throws IOException {
    return risky(w(2));
  }

  @Program @Waits static Object catchOrder() {
    StringBuilder sb = new StringBuilder();
    for (int i = 0; i < 4; i++) {
      try {
        switch (w(i)) {
          case 0 -> fail(new FileNotFoundException("f"));
          case 1 -> fail(new IOException("i"));
          case 2 -> fail(new IllegalStateException("s"));
          default -> sb.append("none");
        }
      } catch (FileNotFoundException e) {
        sb.append("F").append(w(e.getMessage()));
      } catch (IOException e) {
        sb.append("I").append(e.getMessage());
      } catch (RuntimeException e) {
        sb.append("R").append(w(e.getMessage()));
      }
    }
    return sb.toString();
  }

  @Program @Waits static Object multiCatch() {
    try {
      fail(new IOException("x"));
    } catch (IOException | IllegalArgumentException e) {
      pause();
      return e;
    }
    return null;
  }

  @Program @Waits static Object wrapped() throws Own {
    try {
      risky(4);
    } catch (IOException e) {
      throw new Own(w("wrapped"), e);
    }
    return null;
  }

  @Program @Waits static Object rethrown() throws IOException {
    try {
      return risky(2);
    } catch (IOException e) {
      pause();
      log("again");
      throw e;
    }
  }

  @Program @Waits static Object finallyRuns() throws IOException {
    try {
      return risky(1);
    } finally {
      log("finally");
      pause();
      log("end of finally");
    }
  }

  @Program @Waits static Object finallyRunsOnFailure() throws IOException {
    int n = 1;
    try {
      n = 2;
      n = risky(2);
    } finally {
      log("finally", n, w(n));
    }
    return n;
  }

  @Program @Waits static Object finallyReplaces() throws IOException {
    try {
      risky(2);
    } finally {
      if (w(true)) throw new IllegalStateException("replaced");
    }
    return 0;
  }

  @SuppressWarnings("finally")
  @Program(cancelsWithScopesOnly = true) @Waits static Object finallyReturns() throws IOException {
    try {
      return risky(2);
    } finally {
      return w("from finally");
    }
  }

  @SuppressWarnings("finally")
  @Program(cancelsWithScopesOnly = true) @Waits static Object finallyBreaks() throws IOException {
    int n = 0;
    while (true) {
      try {
        n++;
        risky(2);
      } finally {
        n += w(10);
        break;
      }
    }
    return n;
  }

  @SuppressWarnings("finally")
  @Program @Waits static Object finallyContinues() {
    int n = 0;
    for (int i = 0; i < 3; i++) {
      try {
        if (i == 1) throw new IllegalStateException("one");
        n += w(i);
      } finally {
        n += 10;
        if (i < 2) continue;
        pause();
      }
      n += 100;
    }
    return n;
  }

  @Program @Waits static Object returnValueKept() {
    int[] box = {1};
    int r = keeps(box);
    log(box);
    return r;
  }

  @Waits static int keeps(int[] box) {
    int x = box[0];
    try {
      x = w(5);
      return x;
    } finally {
      x = w(7);
      box[0] = x;
    }
  }

  @Program @Waits static Object catchAndFinally() {
    StringBuilder sb = new StringBuilder();
    for (int i = 0; i < 3; i++) {
      try {
        sb.append('t').append(w(i));
        if (i == 1) fail(new IOException("io"));
        if (i == 2) return sb.append(w("ret")).toString();
      } catch (IOException e) {
        sb.append('c').append(w(e.getMessage()));
        continue;
      } finally {
        sb.append('f').append(w(i));
        log(sb.toString());
      }
      sb.append('.');
    }
    return "never";
  }

  @Program @Waits static Object nestedFinally() {
    StringBuilder sb = new StringBuilder();
    try {
      try {
        try {
          sb.append(w("a"));
          throw new IllegalStateException("x");
        } finally {
          sb.append(w("b"));
        }
      } finally {
        sb.append("c");
        try {
          pause();
        } finally {
          sb.append(w("d"));
        }
      }
    } catch (IllegalStateException e) {
      sb.append(w(e.getMessage()));
    } finally {
      sb.append(w("e"));
    }
    return sb.toString();
  }

  @Program @Waits static Object throwInCatch() {
    try {
      try {
        fail(new IOException("first"));
      } catch (IOException e) {
        pause();
        throw new UncheckedIOException(w("second"), e);
      } finally {
        log("finally");
        pause();
      }
    } catch (UncheckedIOException e) {
      return e;
    }
    return null;
  }

  @Program @Waits static Object suppressedByHand() {
    Exception first = null;
    for (int i = 0; i < 4; i++) {
      try {
        risky(i * 2);
      } catch (IOException e) {
        if (first == null) first = e;
        else first.addSuppressed(e);
        pause();
      }
    }
    return first;
  }

  @Program @Waits static Object breakThroughFinally() {
    StringBuilder sb = new StringBuilder();
    outer:
    for (int i = 0; ; i++) {
      try {
        for (int j = 0; ; j++) {
          try {
            if (w(j) == 1) continue outer;
            if (i == 1) break outer;
            sb.append(i).append(j);
          } finally {
            sb.append("f").append(w(j));
          }
        }
      } finally {
        sb.append("F").append(w(i));
      }
    }
    return sb.toString();
  }

  @Program @Waits static Object returnThroughFinallies() {
    StringBuilder sb = new StringBuilder();
    String r = through(sb);
    return r + sb;
  }

  @Waits static String through(StringBuilder sb) {
    try {
      try {
        return w("r");
      } finally {
        sb.append(w(1));
        try {
          throw new IllegalStateException("inside");
        } catch (IllegalStateException e) {
          sb.append(w(2));
        }
      }
    } finally {
      sb.append(w(3));
    }
  }

  @Program @Waits static Object runtimeExceptions() {
    Object[] objects = new String[1];
    for (int i = 0; i < 7; i++) {
      try {
        switch (i) {
          case 0 -> log(1 / w(0));
          case 1 -> log(((Object[]) null)[w(0)]);
          case 2 -> log((Integer) w((Object) "s"));
          case 3 -> objects[w(0)] = w(1);
          case 4 -> log(new int[w(-1)]);
          case 5 -> log(w("abc").charAt(w(5)));
          default -> log((Object) w((Integer) null).toString());
        }
      } catch (RuntimeException e) {
        log(e);
      }
    }
    return w("end");
  }

  @Program @Waits static Object errors() {
    try {
      crash(new StackOverflowError("mine"));
    } catch (StackOverflowError e) {
      log(e);
      pause();
    }
    try {
      crash(new AssertionError("a", new IOException("b")));
    } catch (AssertionError e) {
      return e;
    }
    return null;
  }

  @Program @Waits static Object loopInCatch() {
    int n = 0;
    try {
      fail(new IOException("x"));
    } catch (IOException e) {
      for (int i = 0; i < 3; i++) {
        n += w(i);
        try {
          risky(i);
        } catch (IOException f) {
          n += w(f.getMessage().length());
        }
      }
      log(e);
    }
    return n;
  }

  @Program @Waits static Object tryInLoopInTry() {
    int n = 0;
    try {
      for (int i = 1; ; i++) {
        try {
          n += risky(i);
        } finally {
          n += w(10);
        }
      }
    } catch (IOException e) {
      return e.getMessage() + n;
    }
  }

  @Program @Waits static Object valuesAcrossHandlers() {
    long l = 1;
    String s = "a";
    double d = 0.5;
    try {
      l = w(2L);
      s = w("b");
      fail(new IOException("x"));
      d = w(9.5);
    } catch (IOException e) {
      pause();
      log(l, s, d, e);
      l += 10;
    } finally {
      log(l, s, d);
      d = w(1.5);
    }
    return s + l + d;
  }

  @Program @Waits static Object emptyHandlers() {
    try {
      fail(new IOException("x"));
    } catch (IOException _) {
    }
    try {
      pause();
    } finally {
    }
    try {
      log("nothing waits here");
    } finally {
      pause();
    }
    return w(1);
  }

  @Program @Waits static Object preciseRethrow() throws IOException {
    try {
      if (w(true)) fail(new IOException("precise"));
      return 1;
    } catch (final Exception e) {
      log(e);
      throw e;
    }
  }

  @Program @Waits static Object variableOfTryOnly() {
    int r;
    try {
      r = risky(3);
    } catch (IOException e) {
      r = w(-1);
    }
    int t;
    try {
      t = risky(4);
    } catch (IOException e) {
      t = w(-2);
    }
    return r * 100 + t;
  }

  @Program @Waits static Object exceptionAsValue() {
    Exception e = w(new IOException("v", new RuntimeException("c")));
    pause();
    return e;
  }

  @Program @Waits static Object throwWaitedFor() throws IOException {
    throw w(new IOException("waited for"));
  }

  @Program @Waits static Object throwNull() {
    try {
      throw w((RuntimeException) null);
    } catch (NullPointerException e) {
      return w("npe");
    }
  }

  @Program @Waits static Object sameExceptionTwice() {
    IOException x = new IOException("same");
    int n = 0;
    for (int i = 0; i < 2; i++) {
      try {
        try {
          fail(x);
        } finally {
          pause();
        }
      } catch (IOException e) {
        if (e == x) n++;
      }
    }
    return n;
  }

  @Program @Waits static Object finallyWithLoops() {
    int n = 0;
    try {
      n += w(1);
    } finally {
      for (int i = 0; i < 2; i++) {
        try {
          n += w(10);
          if (i == 1) throw new IllegalStateException();
        } catch (IllegalStateException e) {
          n += w(100);
        } finally {
          n += w(1000);
        }
      }
      for (int x : stream(1, 2).await()) n += x;
    }
    return n;
  }

  @Program @Waits static Object deepThrow() throws IOException {
    return level1();
  }

  @Waits static int level1() throws IOException {
    try {
      return level2() + 1;
    } finally {
      log("level 1", w(1));
    }
  }

  @Waits static int level2() throws IOException {
    pause();
    return level3() * 2;
  }

  @Waits static int level3() throws IOException {
    w(3);
    throw new IOException("deep");
  }

  /** The handler is never reached, and its variable has the highest slot. */
  @Program @Waits static Object handlerOfAJump() {
    int n = w(1);
    leave:
    {
      try {
        break leave;
      } catch (RuntimeException e) {
        log(e);
      }
    }
    return n;
  }
}
