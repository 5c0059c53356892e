package woven;

import static dev.bide.Async.async;
import static woven.Support.*;

import dev.bide.*;
import java.io.*;
import java.util.*;
import java.util.function.*;

/** The rest of the language. */
public final class Language {
  private Language() {}

  public static Map<String, Async<?, ?>> programs() {
    Map<String, Async<?, ?>> all = new LinkedHashMap<>();
    all.put("pattern0", pat(new Sh.Q(3, new Sh.C(4))));
    all.put("pattern1", pat(new Sh.Q(1, new Sh.C(4))));
    all.put("pattern2", pat(new Sh.C(8)));
    all.put("pattern3", pat("abc"));
    all.put("pattern4", pat("a"));
    all.put("pattern5", pat(41));
    all.put("pattern6", pat(null));
    all.put("pattern7", pat(1.0));
    all.put("enumA", en(En.A));
    all.put("enumB", en(En.B));
    all.put("enumC", en(En.C));
    all.put("mixed", misc(new int[] {1, 2}, new long[] {7}));
    all.put("generic", max(List.of(3, 9, 2)));
    all.put(
        "interfaceDefault",
        new Def() {
          public String me() {
            return "me";
          }
        }.d("P"));
    all.put("interfaceStatic", Def.st());
    all.put("innerAndSuper", new Language().new Inner().go());
    all.put("record", new Rec(6).m());
    all.put("nestedBlocks", nestedBlocks());
    all.put("predicate", pred());
    all.put("otherInterfaces", cons(log));
    all.put("wideLocals", many(1, 2, 3, 4, "5"));
    all.put("unnamed", waste());
    all.put("thrown", gen());
    all.put("ternary", ternStack(true));
    all.put("casts", cast());
    all.put("newInLoop", newLoop());
    return all;
  }

  sealed interface Sh {
    record C(int r) implements Sh {}

    record Q(int a, Sh in) implements Sh {}
  }

  static Async<Integer, IOException> pat(Object o) {
    return async(() ->
        switch (o) {
          case Sh.Q(int a, Sh.C(var r)) when v(a).await() > 2 -> a * 10 + v(r).await();
          case Sh.Q(var a, Sh in) -> a + v(in.hashCode() & 1).await() * 0;
          case Sh.C c -> v(c.r()).await();
          case String s when s.length() > v(2).await() -> s.length();
          case Integer i -> i + v(1).await();
          case null -> v(-1).await();
          default -> 0;
        });
  }

  enum En {
    A,
    B {},
    C
  }

  static Async<String, IOException> en(En e) {
    return async(() -> {
      switch (v(e).await()) {
        case A:
          log.add("A");
        case B:
          return "B" + v(1).await();
        default:
          return "d";
      }
    });
  }

  static Async<String, IOException> misc(int[] arr, long[] la) {
    return async(() -> {
      arr[v(1).await()] += v(5).await();
      la[v(0).await()] <<= v(2).await();
      arr[0]++;
      String t = "q" + v(1).await() + 'c' + v(2L).await() + v(1.5).await();
      t += v("z").await();
      int[][] m = new int[v(2).await()][v(3).await()];
      m[v(1).await()][2] = v(9).await();
      String[] sa = {v("i").await(), v("j").await()};
      boolean b = v(true).await() && !v(false).await() || v(true).await();
      Integer boxed = v(1000).await();
      boxed++;
      boxed += v(1).await();
      char c = v('x').await();
      c++;
      byte by = v((byte) 1).await();
      by += v(3).await();
      Object o = v(5).await();
      Number nn = v(6).await();
      Comparable<Integer> cmp = v(7).await();
      assert v(true).await() : "no";
      float f = v(1.5f).await();
      f *= v(2).await();
      var lam = (Supplier<String>) () -> "L" + o;
      Function<Integer, Integer> fn = x -> x + arr[1];
      return t
          + m[1][2]
          + sa[1]
          + b
          + boxed
          + c
          + by
          + o
          + nn
          + cmp
          + arr[1]
          + la[0]
          + f
          + lam.get()
          + fn.apply(1)
          + """
          text %d\
          """
              .formatted(v(3).await());
    });
  }

  static <A extends Comparable<A>> Async<A, IOException> max(List<? extends A> l) {
    return async(() -> {
      A best = null;
      for (A a : l) {
        A x = v(a).await();
        if (best == null || x.compareTo(best) > 0) best = x;
      }
      return best;
    });
  }

  interface Def {
    default Async<String, IOException> d(String p) {
      return async(() -> p + v("d").await() + me() + priv().await());
    }

    String me();

    private Async<String, IOException> priv() {
      return async(() -> {
        String x = me();
        return x + v("p").await() + this.me();
      });
    }

    static Async<String, IOException> st() {
      return async(() -> v("st").await() + v("s2").await());
    }
  }

  class Inner extends Base {
    Async<String, IOException> go() {
      return async(() ->
          super.hi()
              + v(1).await()
              + super.hi()
              + prot(v(2).await())
              + Language.this.seven()
              + new Object() {
                String s() {
                  return "anon" + prot(3);
                }
              }.s());
    }

    String hi() {
      return "over";
    }
  }

  int seven() {
    return 77;
  }

  static class Base {
    String hi() {
      return "base";
    }

    protected String prot(int i) {
      return "p" + i;
    }
  }

  record Rec(int a) {
    Async<Integer, IOException> m() {
      return async(() -> a + v(a).await() + this.a());
    }
  }

  static Async<Integer, IOException> nestedBlocks() {
    return async(() -> {
      int k = v(3).await();
      Async<Integer, IOException> in =
          async(() -> {
            int z = v(k).await();
            AsyncFunction<Integer, Integer, IOException> ff = q -> q + v(z).await();
            return ff.apply(10).await();
          });
      return in.await() + Async.async(() -> v(k).await() * 2).await();
    });
  }

  static Async<Boolean, IOException> pred() {
    AsyncPredicate<Integer, IOException> p = x -> x > v(2).await() && v(true).await();
    return async(() -> p.test(3).await() && !p.test(1).await());
  }

  static Async<Void, IOException> cons(List<String> out) {
    AsyncConsumer<String, IOException> c = x -> out.add(x + v("!").await());
    return async(() -> {
      c.accept("a").await();
      AsyncConsumer<String, RuntimeException> m = out::add;
      m.accept("b").await();
      AsyncBiFunction<String, Integer, String, IOException> bf = (x, y) -> x + y + v(1).await();
      out.add(bf.apply("q", 4).await());
      AsyncRunnable<IOException> r =
          () -> {
            v(1).await();
            out.add("r");
          };
      async(r).await();
    });
  }

  static Async<Long, IOException> many(long a, double b, int c, float d, String e) {
    return async(() -> {
      long x = a;
      double y = b;
      int z = c;
      float w = d;
      String s = e;
      for (int i = 0; i < 3; i++) {
        x += v(z).await();
        y += v(x).await();
        z++;
        w += y;
        s += x;
      }
      return x + (long) y + z + (long) w + s.length();
    });
  }

  static Async<Integer, IOException> waste() {
    return async(() -> {
      int _ = v(1).await();
      try {
        fail("q").await();
      } catch (IOException _) {
        log.add("unnamed");
      }
      return v(4).await();
    });
  }

  static Async<Integer, IOException> gen() {
    return async(() -> {
      new Thread(String.valueOf(v(1).await()));
      throw new IOException("t" + v(1).await());
    });
  }

  static Async<String, IOException> ternStack(boolean b) {
    return async(() -> b ? v("x").await() + (b ? v(1).await() : fail("w").await()) : null);
  }

  static Async<Object, IOException> cast() {
    return async(() -> {
      Object o = v((Object) 5).await();
      return (Integer) o + (int) v((Object) 6).await();
    });
  }

  static Async<String, IOException> newLoop() {
    return async(() -> {
      String r = "";
      for (int i = 0; i < 3; i++)
        r +=
            new StringBuilder(new String(new char[] {v('a').await(), (char) ('b' + i)}))
                .append(i == 1 ? v("X").await() : "y");
      return r;
    });
  }
}
