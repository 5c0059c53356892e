package programs;

import static dev.bide.twins.sync.Leaves.*;

import dev.bide.twins.Program;
import dev.bide.twins.Waits;
import dev.bide.twins.sync.*;
import java.io.*;
import java.util.*;
import java.util.function.*;

/** Blocks as values, nested blocks, lambdas and method references inside blocks. */
class Lambdas {
  interface Op {
    int apply(int a, int b);
  }

  @Program @Waits static Object plainLambdas() {
    int k = w(3);
    Op add = (a, b) -> a + b + k;
    IntUnaryOperator twice = x -> {
      int y = x * 2;
      return y + k;
    };
    pause();
    return add.apply(w(1), twice.applyAsInt(w(2)));
  }

  @Program @Waits static Object methodReferences() {
    Function<String, Integer> length = String::length;
    Supplier<List<String>> make = ArrayList::new;
    var list = make.get();
    pause();
    Consumer<String> add = list::add;
    add.accept(w("abc"));
    IntFunction<int[]> array = int[]::new;
    UnaryOperator<String> up = String::toUpperCase;
    return up.apply(list.get(0)) + length.apply(w("xy")) + array.apply(w(2)).length;
  }

  @Program @Waits static Object nestedBlock() {
    int k = w(1);
    Async<Integer, RuntimeException> a = Async.async(() -> {
      int x = w(10);
      return x + k + w(100);
    });
    log("cold");
    return a.await() + w(2);
  }

  @Program @Waits static Object nestedThreeDeep() throws IOException {
    String s = w("s");
    return Async.<Object, IOException>async(() -> {
      int n = w(1);
      return Async.<Object, IOException>async(() -> {
        log(s, n);
        try {
          return Async.<Object, IOException>async(() -> {
            pause();
            if (n == 1) throw new IOException(s + w("deep"));
            return 0;
          }).await();
        } finally {
          log("middle", w(n + 1));
        }
      }).await();
    }).await();
  }

  @Program @Waits static Object functions() {
    int k = w(7);
    AsyncFunction<Integer, Integer, RuntimeException> f = x -> w(x) * k;
    AsyncFunction<String, String, RuntimeException> g = s -> {
      String t = w(s);
      pause();
      return t + t;
    };
    AsyncBiFunction<Integer, Long, Object, RuntimeException> h = (a, b) -> a + b + w(1);
    AsyncConsumer<Object, RuntimeException> c = o -> log("consumed", o, w(3));
    c.accept("it");
    return g.apply("ab") + f.apply(2) + f.apply(3) + h.apply(1, 2L);
  }

  @Program @Waits static Object predicate() {
    AsyncPredicate<Integer, RuntimeException> p = x -> w(x) > 2 && w(true);
    int n = 0;
    for (int i = 0; i < 5; i++) if (p.test(i)) n += i;
    return n;
  }

  @Waits static <A, R, X extends Exception> List<R> map(
      List<A> in, AsyncFunction<? super A, ? extends R, ? extends X> f) throws X {
    List<R> out = new ArrayList<>();
    for (A a : in) out.add(f.apply(a));
    return out;
  }

  @Program @Waits static Object higherOrder() throws IOException {
    int k = w(100);
    List<Integer> twice = map(List.of(1, 2, 3), x -> w(x) + k);
    List<String> plain = map(twice, x -> "n" + x);
    List<Integer> reference = map(plain, String::length);
    try {
      Lambdas.<String, String, IOException>map(plain, s -> {
        if (s.endsWith("2")) throw new IOException(w(s));
        return s;
      });
    } catch (IOException e) {
      log(e);
    }
    return twice + "" + plain + reference;
  }

  @Program @Waits static Object supplierAsParameter() {
    return twice(() -> w("x")) + twice(() -> "plain") + twice(() -> {
      pause();
      return "block";
    });
  }

  @Waits static String twice(AsyncSupplier<String, RuntimeException> s) {
    return s.await() + w("-") + s.await();
  }

  @Program @Waits static Object runnable() {
    int[] n = {0};
    AsyncRunnable<RuntimeException> r = () -> {
      n[0] += w(5);
      if (n[0] > 5) return;
      pause();
      n[0]++;
    };
    Async.async(r).await();
    Async.async(r).await();
    return n;
  }

  @Program @Waits static Object waitsInsideLambdaOfBlock() {
    Supplier<AsyncSupplier<Integer, RuntimeException>> makes = () -> () -> w(4) + 1;
    AsyncSupplier<Integer, RuntimeException> s = makes.get();
    return s.await() * w(10);
  }

  @Program @Waits static Object recursionByFunction() {
    var self = new Object() {
      AsyncFunction<Integer, Integer, RuntimeException> f;
    };
    self.f = n -> n <= 1 ? 1 : n * self.f.apply(n - 1) + w(0);
    return self.f.apply(5);
  }

  @Program @Waits static Object capturedOfAllTypes() {
    boolean z = w(true);
    byte b = w((byte) 1);
    char c = w('c');
    short s = w((short) 2);
    int i = w(3);
    long l = w(4L);
    float f = w(5f);
    double d = w(6.0);
    String o = w("o");
    int[] a = w(new int[] {7});
    return Async.<Object, RuntimeException>async(() -> {
      String r = "" + z + b + c + s + i + l + f + d + o + a[0];
      pause();
      return r + z + b + c + s + w(i) + l + f + d + o + a[0];
    }).await();
  }

  @Program @Waits static Object blockInLoop() {
    List<AsyncSupplier<Integer, RuntimeException>> all = new ArrayList<>();
    for (int i = 0; i < 3; i++) {
      int k = w(i);
      all.add(() -> k * w(10));
    }
    int sum = 0;
    for (var s : all) sum += s.await();
    return sum;
  }

  @Program @Waits static Object genericBlock() {
    return id("a") + id(1) + Lambdas.<Long>id(2L) + id((Object) 'c');
  }

  @Waits static <T> T id(T t) {
    T u = w(t);
    pause();
    return u;
  }

  @Program @Waits static Object streamsOfTheJdk() {
    int k = w(2);
    var out = List.of(1, 2, 3).stream().map(x -> x * k).filter(x -> x > 2).toList();
    pause();
    return out.stream().mapToInt(Integer::intValue).sum() + w(out.size());
  }

  @Program @Waits static Object comparator() {
    var list = new ArrayList<>(List.of("bb", "a", "ccc"));
    list.sort(Comparator.comparing(String::length).reversed());
    pause();
    list.removeIf(s -> s.length() == w0(2));
    return list + w("!");
  }

  static int w0(int n) {
    return n;
  }

  @Program @Waits static Object throwingBlock() {
    AsyncSupplier<Integer, IOException> s = () -> {
      throw new IOException(w("thrown"));
    };
    try {
      return s.await();
    } catch (IOException e) {
      return e.getMessage() + w(1);
    }
  }

  @Program @Waits static Object intersection() {
    Runnable r = (Runnable & Serializable) () -> log("ran");
    pause();
    r.run();
    return w(r instanceof Serializable);
  }

  @Program @Waits static Object curried() {
    AsyncFunction<Integer, AsyncFunction<Integer, Integer, RuntimeException>, RuntimeException> f =
        a -> {
          int x = w(a);
          return b -> x + w(b);
        };
    return f.apply(1).apply(2);
  }
}
