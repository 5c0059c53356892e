package woven;

import static dev.bide.Async.async;
import static woven.Support.*;

import dev.bide.*;
import java.io.*;
import java.util.*;

/** Calls that are awaited on the spot: they go to the method's direct form. */
public class Direct {
  public static Map<String, Async<?, ?>> programs() {
    Map<String, Async<?, ?>> all = new LinkedHashMap<>();
    all.put("sum", new Direct().sum(9));
    all.put("overridden", overridden());
    all.put("inherited", inherited());
    all.put("wide", wide(3, 1.5, (byte) 4, 9_000_000_000L, 'c', "s"));
    all.put("prelude", prelude());
    all.put("failures", failures());
    all.put("recursion", async(() -> depth(500).await() + depth(3).await()));
    all.put("choice", choice());
    all.put("manyCallees", manyCallees());
    all.put("operands", operands());
    all.put("nothing", nothing());
    all.put("cancelled", Async.race(holds(), twice()));
    all.put("receiverIsNull", receiverIsNull());
    all.put("privateReceiverIsNull", privateReceiverIsNull());
    all.put("superCall", new Sub(2).plus(3));
    all.put("sideEffects", sideEffects());
    return all;
  }

  private int calls;

  private Async<Integer, IOException> one(int n) {
    return async(() -> {
      String held = "h" + n;
      int x = v(n).await();
      return x + held.length();
    });
  }

  private Async<Long, IOException> two(int n) {
    calls++;
    return async(() -> {
      long a = one(n).await();
      long b = one(n + 1).await();
      return a * 1000 + b;
    });
  }

  Async<Long, IOException> sum(int n) {
    return async(() -> {
      long s = 0;
      for (int i = 0; i < n; i++) {
        s += two(i).await();
      }
      return s * 10 + calls;
    });
  }

  static class Base {
    final int k;

    Base(int k) {
      this.k = k;
    }

    Async<Integer, IOException> plus(int n) {
      return async(() -> v(n).await() + k);
    }

    Async<Integer, IOException> loop() {
      return async(() -> {
        int s = 0;
        for (int i = 0; i < 4; i++) s += plus(i).await();
        return s;
      });
    }
  }

  static class Sub extends Base {
    Sub(int k) {
      super(k);
    }

    @Override
    Async<Integer, IOException> plus(int n) {
      return async(() -> 100 * super.plus(n).await());
    }
  }

  /** Its method is no block. */
  static class Odd extends Base {
    Odd() {
      super(0);
    }

    @Override
    Async<Integer, IOException> plus(int n) {
      return v(-n);
    }
  }

  static class Heir extends Base {
    Heir() {
      super(7);
    }
  }

  static Async<String, IOException> overridden() {
    return async(() -> {
      String s = "";
      for (Base b : new Base[] {new Base(1), new Sub(2), new Odd(), new Heir(), new Base(5)}) {
        s += b.loop().await() + " " + b.plus(1).await() + ";";
      }
      return s;
    });
  }

  static Async<Integer, IOException> inherited() {
    return async(() -> {
      Heir heir = new Heir();
      int s = 0;
      for (int i = 0; i < 3; i++) s += heir.plus(i).await();
      return s;
    });
  }

  private static Async<String, IOException> all(
      int i, double d, byte b, long l, char c, String s) {
    return async(() -> v(i).await() + "," + d + "," + b + "," + v(l).await() + "," + c + "," + s);
  }

  static Async<String, IOException> wide(int i, double d, byte b, long l, char c, String s) {
    return async(() -> {
      String r = "";
      for (int n = 0; n < 3; n++) r += all(i + n, d / 2, b, l + n, c, s).await() + "|";
      return r;
    });
  }

  /** What stands before the block runs when it is called. */
  private static Async<Integer, IOException> checked(int n, boolean twice) {
    if (n < 0) {
      throw new IllegalArgumentException("negative: " + n);
    }
    int m = n;
    for (long w = 0; w < 3; w++) m += (int) w;
    int last = m;
    if (twice) {
      return async(() -> v(last).await() * 2);
    }
    return async(() -> v(last).await());
  }

  static Async<String, IOException> prelude() {
    return async(() -> {
      String s = "";
      for (int i = 2; i >= -1; i--) {
        try {
          s += checked(i, i == 1).await() + " ";
        } catch (IllegalArgumentException e) {
          s += e.getMessage();
        }
      }
      return s;
    });
  }

  private static Async<Integer, IOException> failing(int n) {
    return async(() -> {
      Object held = new int[n];
      int x = v(n).await();
      if (x % 2 == 1) {
        throw new IOException("odd " + x);
      }
      fail("even " + x).await();
      return held.hashCode();
    });
  }

  static Async<String, IOException> failures() {
    return async(() -> {
      String s = "";
      for (int i = 0; i < 4; i++) {
        try {
          s += failing(i).await();
        } catch (IOException e) {
          s += e.getMessage() + ";";
        } finally {
          s += v(i).await();
        }
      }
      return s;
    });
  }

  private static Async<Integer, IOException> depth(int n) {
    return async(() -> {
      if (n == 0) return v(0).await();
      int below = depth(n - 1).await();
      return below + 1;
    });
  }

  /** Two ways lead to one await: not on the spot. */
  static Async<Integer, IOException> choice() {
    return async(() -> {
      int s = 0;
      for (int i = 0; i < 4; i++) {
        s += (i % 2 == 0 ? depth(i) : checked(i, true)).await();
      }
      return s;
    });
  }

  private static Async<Integer, IOException> c0() { return async(() -> v(0).await()); }
  private static Async<Integer, IOException> c1() { return async(() -> v(1).await()); }
  private static Async<Integer, IOException> c2() { return async(() -> v(2).await()); }
  private static Async<Integer, IOException> c3() { return async(() -> v(3).await()); }
  private static Async<Integer, IOException> c4() { return async(() -> v(4).await()); }
  private static Async<Integer, IOException> c5() { return async(() -> v(5).await()); }
  private static Async<Integer, IOException> c6() { return async(() -> v(6).await()); }
  private static Async<Integer, IOException> c7() { return async(() -> v(7).await()); }
  private static Async<Integer, IOException> c8() { return async(() -> v(8).await()); }
  private static Async<Integer, IOException> c9() { return async(() -> v(9).await()); }

  static Async<Integer, IOException> manyCallees() {
    return async(() -> {
      int s = 0;
      for (int i = 0; i < 3; i++) {
        s += c0().await() + c1().await() + c2().await() + c3().await() + c4().await();
        s += c5().await() + c6().await() + c7().await() + c8().await() + c9().await();
      }
      return s;
    });
  }

  record Three(String a, int b, String c) {}

  static Async<String, IOException> operands() {
    return async(() -> {
      String s = "";
      for (int i = 0; i < 3; i++) {
        s += new Three("a" + c1().await(), c2().await() * depth(i).await(), "c" + c3().await());
      }
      return s;
    });
  }

  private Async<Void, IOException> nothingAtAll(List<String> to) {
    return async(() -> {
      to.add("a");
      v(1).await();
      to.add("b");
    });
  }

  static Async<List<String>, IOException> nothing() {
    return async(() -> {
      List<String> to = new ArrayList<>();
      Direct d = new Direct();
      for (int i = 0; i < 3; i++) d.nothingAtAll(to).await();
      return to;
    });
  }

  private static Async<Integer, IOException> inner() {
    return async(() -> {
      try {
        for (int i = 0; ; i++) {
          if (i < 0) return i;
          Task.yield().await();
        }
      } finally {
        log.add("inner " + v(1).await());
      }
    });
  }

  static Async<Integer, IOException> holds() {
    return async(() -> {
      try {
        return inner().await();
      } finally {
        log.add("outer");
      }
    });
  }

  static Async<Integer, IOException> twice() {
    return async(() -> {
      Task.yield().await();
      Task.yield().await();
      return -1;
    });
  }

  static Async<String, IOException> receiverIsNull() {
    return async(() -> {
      Base none = v(1).await() > 5 ? new Base(1) : null;
      try {
        return "" + none.plus(1).await();
      } catch (NullPointerException e) {
        return "null";
      }
    });
  }

  private Async<Integer, IOException> withoutThis(int n) {
    log.add("prelude");
    return async(() -> v(n).await());
  }

  /** Also where the method needs no receiver to run. */
  static Async<String, IOException> privateReceiverIsNull() {
    return async(() -> {
      Direct none = v(1).await() > 5 ? new Direct() : null;
      try {
        return "" + none.withoutThis(1).await();
      } catch (NullPointerException e) {
        return e.getMessage().replaceAll(" because .*", "");
      }
    });
  }

  private static Async<Integer, IOException> counted(int n) {
    log.add("called " + n);
    return async(() -> {
      log.add("run " + n);
      return v(n).await();
    });
  }

  /** A call that is not awaited on the spot stays cold. */
  static Async<Integer, IOException> sideEffects() {
    return async(() -> {
      Async<Integer, IOException> later = counted(1);
      int now = counted(2).await();
      return now * 10 + later.await();
    });
  }
}
