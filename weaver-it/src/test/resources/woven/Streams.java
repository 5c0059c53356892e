package woven;

import static dev.bide.Async.async;
import static woven.Support.*;

import dev.bide.*;
import java.io.*;
import java.util.*;
import java.util.function.*;

/** Loops over streams: the source is closed on every way out. */
public final class Streams {
  private Streams() {}

  public static Map<String, Async<?, ?>> programs() {
    Map<String, Async<?, ?>> all = new LinkedHashMap<>();
    all.put("all", sum(5, -1, -1));
    all.put("breaks", sum(5, 3, -1));
    all.put("returns", sum(5, -1, 4));
    all.put("empty", sum(0, 1, 1));
    all.put("nested0", nest(0));
    all.put("nested1", nest(1));
    all.put("nested2", nest(2));
    all.put("nested3", nest(3));
    all.put("nested4", nest(4));
    all.put("nested5", nest(5));
    all.put("nested6", nest(6));
    all.put("nested7", nest(7));
    all.put("returnsAtOnce", single(4));
    all.put("returnsNever", single(0));
    all.put("inHandler", inCatch());
    all.put("nextFails", nextFails(null));
    all.put("nextAndCloseFail", nextFails("cf"));
    return all;
  }

  static class S implements AsyncStream<Integer, IOException> {
    int i;
    final int n;
    String name;
    final String closeFails;

    S(String name, int n, String cf) {
      this.name = name;
      this.n = n;
      closeFails = cf;
    }

    public Async<Integer, IOException> next() {
      i++;
      if (n < 0 && i > -n) return fail("next " + name);
      return v(n >= 0 && i > n ? null : (Integer) i);
    }

    public Async<Void, IOException> closeAsync() {
      return async(() -> {
        log.add("close " + name);
        v(1).await();
        if (closeFails != null) throw new IOException(closeFails);
        log.add("closed " + name);
      });
    }
  }

  static Async<Integer, IOException> sum(int n, int stop, int ret) {
    return async(() -> {
      int s = 0;
      for (int x : new S("s", n, null).await()) {
        s += x;
        if (x == stop) break;
        if (x == ret) return s * v(100).await();
        if (x == 99) continue;
        s += v(1).await();
      }
      log.add("end");
      return s;
    });
  }

  static Async<Integer, IOException> nest(int mode) {
    return async(() -> {
      int s = 0;
      outer:
      for (int x : new S("o", 3, mode == 5 ? "o5" : null).await()) {
        try {
          for (Integer y : new S("i", 4, mode == 4 ? "i4" : null).await()) {
            s += x * y;
            if (mode == 1 && y == 2) continue outer;
            if (mode == 2 && y == 2) break outer;
            if (mode == 3 && y == 2) return s + v(1000).await();
            if (mode == 6 && y == 3) throw new IOException("thrown");
            if (mode == 7 && y == 3) throw new IllegalStateException("ise");
          }
        } catch (IOException e) {
          log.add("caught " + e.getMessage() + Arrays.toString(e.getSuppressed()));
          v(1).await();
        } finally {
          log.add("fin");
          v(2).await();
        }
      }
      return s;
    });
  }

  static Async<Integer, IOException> single(int n) {
    return async(() -> {
      for (Integer x : new S("s", n, null).await()) return x;
      return -1;
    });
  }

  static Async<Integer, IOException> inCatch() {
    return async(() -> {
      try {
        fail("a").await();
      } catch (IOException e) {
        for (Integer x : new S("c", 5, null).await()) {
          if (x == 3) return x;
        }
      }
      return 0;
    });
  }

  static Async<Integer, IOException> nextFails(String cf) {
    return async(() -> {
      int s = 0;
      for (Integer x : new S("n", -3, cf).await()) {
        s += x;
      }
      return s;
    });
  }
}
