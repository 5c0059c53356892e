package woven;

import static dev.bide.Async.async;
import static woven.Support.*;

import dev.bide.*;
import java.io.*;
import java.util.*;
import java.util.function.*;

/** Straight code, loops, handlers, operands, receivers. */
public final class Basics {
  private Basics() {}

  public static Map<String, Async<?, ?>> programs() {
    Map<String, Async<?, ?>> all = new LinkedHashMap<>();
    all.put("straight", straight(3));
    all.put("loop", loop(200));
    all.put("tryCatch0", tc(0));
    all.put("tryCatch1", tc(1));
    all.put("tryCatch2", tc(2));
    all.put("newWithArguments", news());
    all.put("operands", stack(40, 1.5));
    all.put("instance", new Basics().inst());
    all.put("noValue", vv(log));
    all.put("nested", nested(50));
    all.put("switchA", sw("a"));
    all.put("switchB", sw("b"));
    all.put("switchThrows", sw("c"));
    all.put("neverWaits", plain());
    all.put("doWhile", doWhile());
    all.put("labels", lbl());
    return all;
  }

  static Async<Integer, IOException> straight(int a) {
    return async(() -> {
      int x = v(a).await();
      int y = v(2).await();
      return x * 10 + y;
    });
  }

  static Async<Long, IOException> loop(int n) {
    return async(() -> {
      long s = 0;
      for (int i = 0; i < n; i++) {
        s += v((long) i).await();
      }
      return s;
    });
  }

  static Async<String, IOException> tc(int k) {
    return async(() -> {
      StringBuilder sb = new StringBuilder();
      try {
        sb.append(v("a").await());
        if (k == 1) fail("boom").await();
        sb.append("b");
        if (k == 2) return "early" + sb;
      } catch (IOException e) {
        sb.append(e.getMessage());
        sb.append(v("c").await());
      } finally {
        sb.append(v("f").await());
      }
      return sb.toString();
    });
  }

  record P(int a, double b, String c) {}

  static Async<P, IOException> news() {
    return async(() ->
        new P(
            v(1).await(),
            v(2.5).await() + v(1.5f).await(),
            new String(v("x").await() + new StringBuilder(v("q").await()))));
  }

  static Async<String, IOException> stack(long p, double d) {
    return async(() ->
        String.format(
            "%s %s %s %s",
            p + v(1L).await(),
            d * v(2.0).await(),
            (char) (v('a').await() + 1),
            v(true).await() ? v((byte) 3).await() : v((short) 4).await()));
  }

  private int field = 7;

  Async<Integer, IOException> inst() {
    return async(() -> {
      field += v(1).await();
      return field * v(2).await();
    });
  }

  static Async<Void, IOException> vv(List<String> out) {
    return async(() -> {
      out.add(v("1").await());
      out.add(v("2").await());
    });
  }

  static Async<Integer, IOException> nested(int d) {
    return d == 0
        ? v(1)
        : async(() -> {
          int x = nested(d - 1).await();
          return x + 1;
        });
  }

  static Async<Integer, IOException> sw(String s) {
    return async(() ->
        switch (s) {
          case "a" -> v(1).await();
          case "b" -> {
            int t = v(2).await();
            yield t * 2;
          }
          default -> throw new IOException("no " + s);
        });
  }

  static Async<Integer, RuntimeException> plain() {
    return async(() -> 5);
  }

  static Async<Integer, IOException> doWhile() {
    return async(() -> {
      int i = 0;
      do {
        i += v(1).await();
        if (i == 3) continue;
        if (i > 7) break;
      } while (i < 10);
      return i;
    });
  }

  static Async<Integer, IOException> lbl() {
    return async(() -> {
      int n = 0;
      outer:
      for (int i = 0; i < 4; i++) {
        for (int j = 0; j < 4; j++) {
          n += v(1).await();
          if (j == 2) continue outer;
          if (i == 3) break outer;
        }
      }
      return n;
    });
  }
}
