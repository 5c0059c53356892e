package woven;

import static dev.bide.Async.async;
import static woven.Support.*;

import dev.bide.*;
import java.io.*;
import java.util.*;

/** Calls, awaited on the spot, of methods of other classes of all kinds. */
public class Crossing {
  public static Map<String, Async<?, ?>> programs() {
    Map<String, Async<?, ?>> all = new LinkedHashMap<>();
    all.put("nested", nested());
    all.put("inner", new Crossing().inner());
    all.put("ofOuter", new Inside().ofOuter());
    all.put("local", local());
    all.put("anonymous", anonymous());
    all.put("enumsAndRecords", enumsAndRecords());
    all.put("generic", generic());
    all.put("defaults", defaults());
    all.put("fromInterface", new Asks() {}.ask());
    all.put("parts", new Whole().all());
    all.put("wide", wide());
    all.put("nothing", nothing());
    all.put("failures", failures());
    all.put("recursion", async(() -> Odd.odd(501).await() ? 1 : 0));
    all.put("cancelled", Async.race(async(() -> Endless.run().await()), async(() -> 7)));
    all.put("inheritedStatic", async(() -> Lower.number(3).await() + Upper.number(4).await()));
    all.put("manyReceivers", manyReceivers());
    all.put("prelude", prelude());
    return all;
  }

  private int k = 10;

  private static class Nested {
    private static Async<Integer, IOException> ofClass(int n) {
      return async(() -> v(n).await() + 1);
    }

    private Async<Integer, IOException> ofObject(int n) {
      return async(() -> v(n).await() + 2);
    }
  }

  private Async<Integer, IOException> plusK(int n) {
    return async(() -> v(n).await() + k);
  }

  static Async<Integer, IOException> nested() {
    return async(() -> {
      Nested nested = new Nested();
      int s = 0;
      for (int i = 0; i < 3; i++) s += Nested.ofClass(i).await() * nested.ofObject(i).await();
      return s;
    });
  }

  class Inner {
    Async<Integer, IOException> twice(int n) {
      return async(() -> plusK(n).await() + plusK(n + 1).await());
    }
  }

  Async<Integer, IOException> inner() {
    return async(() -> {
      Inner inner = new Inner();
      int s = 0;
      for (int i = 0; i < 3; i++) s += inner.twice(i).await();
      return s;
    });
  }

  static class Inside {
    Async<Integer, IOException> ofOuter() {
      return async(() -> new Crossing().plusK(1).await() + new Crossing().plusK(2).await());
    }
  }

  static Async<Integer, IOException> local() {
    int base = 100;
    class Local {
      Async<Integer, IOException> plus(int n) {
        return async(() -> v(n).await() + base);
      }
    }
    return async(() -> {
      Local local = new Local();
      int s = 0;
      for (int i = 0; i < 3; i++) s += local.plus(i).await();
      return s;
    });
  }

  static Async<Integer, IOException> anonymous() {
    return async(() -> {
      var counter = new Object() {
        int n = 5;

        Async<Integer, IOException> next() {
          return async(() -> n += v(1).await());
        }
      };
      int s = 0;
      for (int i = 0; i < 3; i++) s = s * 10 + counter.next().await();
      return s;
    });
  }

  enum Unit {
    ONE,
    TEN {
      @Override
      Async<Integer, IOException> of(int n) {
        return async(() -> 10 * super.of(n).await());
      }
    };

    Async<Integer, IOException> of(int n) {
      return async(() -> v(n).await());
    }
  }

  record Pair(int a, String b) {
    Async<String, IOException> shown() {
      return async(() -> v(a).await() + b);
    }
  }

  static Async<String, IOException> enumsAndRecords() {
    return async(() -> {
      String s = "";
      for (Unit u : Unit.values()) s += u.of(3).await() + ",";
      for (int i = 0; i < 2; i++) s += new Pair(i, "x").shown().await();
      return s;
    });
  }

  static class Box<T> {
    Async<T, IOException> same(T t) {
      return async(() -> v(t).await());
    }
  }

  static class Ints extends Box<Integer> {
    @Override
    Async<Integer, IOException> same(Integer n) {
      return async(() -> v(n).await() + 1000);
    }
  }

  static Async<String, IOException> generic() {
    return async(() -> {
      String s = "";
      Box<Integer> box = new Box<>();
      Box<Integer> asBox = new Ints();
      Ints ints = new Ints();
      for (int i = 0; i < 2; i++) {
        s += box.same(i).await() + "," + asBox.same(i).await() + "," + ints.same(i).await() + ";";
      }
      return s;
    });
  }

  interface Greets {
    default Async<String, IOException> greet(String who) {
      return async(() -> "hello " + v(who).await());
    }

    static Async<String, IOException> bye(String who) {
      return async(() -> "bye " + v(who).await());
    }
  }

  static class Polite implements Greets {}

  static class Rude implements Greets {
    @Override
    public Async<String, IOException> greet(String who) {
      return async(() -> "hey " + v(who).await());
    }
  }

  static Async<String, IOException> defaults() {
    return async(() -> {
      String s = "";
      for (Greets g : new Greets[] {new Polite(), new Rude()}) s += g.greet("a").await() + ";";
      return s
          + new Polite().greet("b").await()
          + new Rude().greet("c").await()
          + Greets.bye("d").await();
    });
  }

  /** A caller that is an interface. */
  interface Asks {
    default Async<Integer, IOException> ask() {
      return async(() -> Upper.number(1).await() + Upper.number(2).await());
    }
  }

  static class Whole {
    protected final Part part = new Part(3);

    protected Async<Integer, IOException> own(int n) {
      return async(() -> part.times(n).await());
    }

    Async<Integer, IOException> all() {
      return async(() -> {
        int s = 0;
        for (int i = 0; i < 3; i++) s += own(i).await() + new WholeToo().own(i).await();
        return s;
      });
    }
  }

  static class WholeToo extends Whole {
    @Override
    protected Async<Integer, IOException> own(int n) {
      return async(() -> super.own(n).await() * 100);
    }
  }

  static final class Part {
    private final int by;

    Part(int by) {
      this.by = by;
    }

    Async<Integer, IOException> times(int n) {
      return async(() -> v(n).await() * by);
    }
  }

  static class Wide {
    static Async<String, IOException> all(
        int i, double d, byte b, long l, char c, String s, float f, boolean z, short h, int[] a) {
      return async(() ->
          v(i).await() + "," + d + b + "," + v(l).await() + c + s + f + z + h + a.length);
    }
  }

  static Async<String, IOException> wide() {
    return async(() -> {
      String r = "";
      for (int n = 0; n < 3; n++) {
        r += Wide.all(n, 0.5, (byte) 1, 9_000_000_000L, 'c', "s", 2f, true, (short) 3, new int[n])
                .await()
            + "|";
      }
      return r;
    });
  }

  static class Adds {
    static Async<Void, IOException> to(List<String> list, String s) {
      return async(() -> {
        list.add(v(s).await());
      });
    }
  }

  static Async<List<String>, IOException> nothing() {
    return async(() -> {
      List<String> list = new ArrayList<>();
      for (int i = 0; i < 3; i++) Adds.to(list, "n" + i).await();
      return list;
    });
  }

  static class Fails {
    static Async<Integer, IOException> odd(int n) {
      return async(() -> {
        if (v(n).await() % 2 == 1) throw new IOException("odd " + n);
        return n;
      });
    }
  }

  static Async<String, IOException> failures() {
    return async(() -> {
      String s = "";
      for (int i = 0; i < 4; i++) {
        try {
          s += Fails.odd(i).await();
        } catch (IOException e) {
          s += e.getMessage();
        } finally {
          s += v(";").await();
        }
      }
      return s;
    });
  }

  static class Even {
    static Async<Boolean, IOException> even(int n) {
      return async(() -> n == 0 || Odd.odd(n - 1).await());
    }
  }

  static class Odd {
    static Async<Boolean, IOException> odd(int n) {
      return async(() -> n != 0 && Even.even(n - 1).await());
    }
  }

  static class Endless {
    static Async<Integer, IOException> run() {
      return async(() -> {
        try {
          while (true) Task.yield().await();
        } finally {
          log.add("ended " + Upper.number(1).await());
        }
      });
    }
  }

  static class Upper {
    static Async<Integer, IOException> number(int n) {
      return async(() -> v(n).await() * 3);
    }
  }

  static class Lower extends Upper {}

  static class LowerToo extends Upper {
    static Async<Integer, IOException> number(int n) {
      return v(-n);
    }
  }

  static class Animal {
    Async<String, IOException> name() {
      return async(() -> v("animal").await());
    }
  }

  static class Cat extends Animal {
    @Override
    Async<String, IOException> name() {
      return async(() -> v("cat").await());
    }
  }

  static class Stone extends Animal {
    @Override
    Async<String, IOException> name() {
      return v("stone");
    }
  }

  static class Dog extends Animal {}

  static Async<String, IOException> manyReceivers() {
    return async(() -> {
      String s = LowerToo.number(1).await() + ",";
      for (Animal a : new Animal[] {new Animal(), new Cat(), new Stone(), new Dog(), new Animal()}) {
        s += a.name().await() + "," + a.name().await() + ";";
      }
      return s;
    });
  }

  static class Checks {
    Async<Integer, IOException> positive(int n) {
      if (n < 0) {
        throw new IllegalArgumentException("negative: " + n);
      }
      log.add("called " + n);
      return async(() -> {
        log.add("run " + n);
        return v(n).await();
      });
    }
  }

  static Async<String, IOException> prelude() {
    return async(() -> {
      Checks checks = new Checks();
      Async<Integer, IOException> later = checks.positive(9);
      String s = "";
      for (int i = 1; i >= -1; i--) {
        try {
          s += checks.positive(i).await() + " ";
        } catch (IllegalArgumentException e) {
          s += e.getMessage();
        }
      }
      return s + later.await();
    });
  }
}
