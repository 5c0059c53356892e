package woven;

import static dev.bide.Async.async;
import static woven.Support.*;

import dev.bide.*;
import java.io.*;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.*;

/** Calls that are awaited on the spot and really made: whoever answers is obeyed. */
public class Spot {
  public static Map<String, Async<?, ?>> programs() {
    Map<String, Async<?, ?>> all = new LinkedHashMap<>();
    all.put("one answers", answers(new Woven(3)));
    all.put("many answer", answers(several()));
    all.put("default method", new Woven(2).twice(4));
    all.put("default method of one by hand", new ByHand().twice(4));
    all.put("super of an interface", new Overrides(1).twice(3));
    all.put("static method of an interface", Answer.sum(new Woven(1), 4));
    all.put("bridges", bridges());
    all.put("lambdas", lambdas());
    all.put("shapes", shapes());
    all.put("inherited", inherited());
    all.put("the call throws", theCallThrows());
    all.put("the receiver is null", theReceiverIsNull());
    all.put("null is returned", nullIsReturned());
    all.put("the same again", theSameAgain());
    all.put("cancelled before", cancelledBefore());
    all.put("shared", shared());
    all.put("a value that is a computation", aComputation());
    all.put("nothing", nothing());
    all.put("failures", failures());
    all.put("recursion", recursion());
    all.put("one answers, then another", phases());
    all.put("cancelled", Async.race(holds(new Woven(0)), yields()));
    all.put("handlers", handlers());
    all.put("operands", operands());
    all.put("not on the spot", notOnTheSpot());
    all.put("wide", wide());
    return all;
  }

  interface Answer {
    Async<Integer, IOException> to(int n);

    default Async<Integer, IOException> twice(int n) {
      return async(() -> {
        int s = 0;
        for (int i = 0; i < 3; i++) s += to(n).await() + to(i).await();
        return s;
      });
    }

    static Async<Integer, IOException> sum(Answer a, int n) {
      return async(() -> {
        int s = 0;
        for (int i = 0; i < n; i++) s += a.to(i).await() + one().await();
        return s;
      });
    }

    private static Async<Integer, IOException> one() {
      return async(() -> v(1).await());
    }
  }

  record Woven(int k) implements Answer {
    @Override
    public Async<Integer, IOException> to(int n) {
      return async(() -> {
        String held = "k" + k;
        return v(n).await() * k + held.length();
      });
    }
  }

  static class ByHand implements Answer {
    @Override
    public Async<Integer, IOException> to(int n) {
      return v(-n);
    }
  }

  /** Never waits. */
  static class AtOnce implements Answer {
    @Override
    public Async<Integer, IOException> to(int n) {
      return async(() -> n + 7);
    }
  }

  static class Failing implements Answer {
    @Override
    public Async<Integer, IOException> to(int n) {
      return n == 1 ? fail("by hand") : async(() -> {
        v(n).await();
        throw new EOFException("woven");
      });
    }
  }

  record Overrides(int k) implements Answer {
    @Override
    public Async<Integer, IOException> to(int n) {
      return async(() -> v(n).await() + k);
    }

    @Override
    public Async<Integer, IOException> twice(int n) {
      return async(() -> 100 * Answer.super.twice(n).await() + v(1).await());
    }
  }

  /** As mocking frameworks make them. */
  static Answer proxy(Answer of) {
    return (Answer)
        Proxy.newProxyInstance(
            Spot.class.getClassLoader(),
            new Class<?>[] {Answer.class},
            (self, method, arguments) -> {
              log.add(method.getName() + Arrays.toString(arguments));
              if (arguments[0].equals(2)) {
                return v(2000);
              }
              try {
                return method.invoke(of, arguments);
              } catch (InvocationTargetException e) {
                throw e.getCause();
              }
            });
  }

  static Answer[] several() {
    return new Answer[] {
      new Woven(1),
      new ByHand(),
      proxy(new Woven(10)),
      new AtOnce(),
      new Overrides(5),
      n -> async(() -> v(n).await() + v(1).await()),
      n -> v(n),
      new Woven(2),
    };
  }

  static Async<String, IOException> answers(Answer... all) {
    return async(() -> {
      String s = "";
      for (int i = 0; i < 4; i++) {
        for (Answer a : all) {
          s += a.to(i).await() + " ";
        }
      }
      return s;
    });
  }

  interface Generic<A, R> {
    Async<R, IOException> of(A a);
  }

  static class OfString implements Generic<String, Integer> {
    @Override
    public Async<Integer, IOException> of(String s) {
      return async(() -> v(s.length()).await());
    }
  }

  /** The bridge returns what is more than a computation. */
  static class Narrow extends OfString {
    @Override
    public Wrapped of(String s) {
      return new Wrapped(super.of(s + s));
    }
  }

  record Wrapped(Async<Integer, IOException> inner) implements Async<Integer, IOException> {
    @Override
    public Object poll(dev.bide.runtime.Context cx) throws IOException {
      return inner.poll(cx);
    }

    @Override
    public void cancel() {
      inner.cancel();
    }
  }

  static Async<String, IOException> bridges() {
    return async(() -> {
      String s = "";
      for (Generic<String, Integer> g : List.of(new OfString(), new Narrow(), new OfString())) {
        for (int i = 0; i < 2; i++) s += g.of("abc").await() + " ";
      }
      return s;
    });
  }

  static Async<String, IOException> lambdas() {
    return async(() -> {
      String s = "";
      List<Answer> all = new ArrayList<>();
      for (int i = 0; i < 3; i++) {
        int k = i;
        all.add(n -> async(() -> v(n).await() * k));
        all.add(Spot::ofReference);
        all.add(new Woven(i)::to);
      }
      for (Answer a : all) s += a.to(4).await() + " ";
      return s;
    });
  }

  static Async<Integer, IOException> ofReference(int n) {
    return async(() -> v(n + 100).await());
  }

  /** Methods that return a block in other ways. */
  static class Shapes {
    Async<Integer, IOException> chosen(int n) {
      return n > 1 ? async(() -> v(n).await()) : async(() -> v(-n).await());
    }

    synchronized Async<Integer, IOException> locked(int n) {
      return async(() -> v(n).await());
    }

    Async<Integer, IOException> handled(int n) {
      try {
        return async(() -> v(10 / n).await());
      } catch (ArithmeticException e) {
        return v(-1); // not of the block
      }
    }

    Async<Integer, IOException> kept(int n) {
      Async<Integer, IOException> later = async(() -> v(n).await());
      log.add("made");
      return later;
    }

    Async<Integer, IOException> switched(int n) {
      return switch (n) {
        case 0 -> v(5);
        case 1 -> async(() -> v(6).await());
        default -> async(() -> v(7).await() + v(1).await());
      };
    }
  }

  static Async<String, IOException> shapes() {
    return async(() -> {
      String s = "";
      Shapes shapes = new Shapes();
      for (int i = 0; i < 4; i++) {
        s += shapes.chosen(i).await() + " " + shapes.locked(i).await() + " ";
        try {
          s += shapes.handled(i).await() + " ";
        } catch (ArithmeticException e) {
          s += "by zero ";
        }
        s += shapes.kept(i).await() + " " + shapes.switched(i).await() + ";";
      }
      return s;
    });
  }

  static class Base {
    protected Async<String, IOException> name() {
      return async(() -> v("base").await());
    }

    final Async<String, IOException> last() {
      return async(() -> "last " + name().await());
    }

    Async<String, IOException> all() {
      return async(() -> {
        String s = "";
        for (int i = 0; i < 2; i++) s += name().await() + "," + last().await() + ",";
        return s;
      });
    }
  }

  static class Heir extends Base {}

  static class Overriding extends Base {
    @Override
    protected Async<String, IOException> name() {
      return async(() -> super.name().await() + "+" + v(1).await());
    }
  }

  static Async<String, IOException> inherited() {
    return async(() -> {
      String s = "";
      Base mock = new Base() {
        @Override
        protected Async<String, IOException> name() {
          return Async.of("stubbed");
        }
      };
      for (Base b : List.of(new Base(), new Heir(), new Overriding(), mock, new Base())) {
        s += b.all().await() + b.name().await() + ";";
      }
      return s + new Heir().name().await();
    });
  }

  static class Throwing implements Answer {
    @Override
    public Async<Integer, IOException> to(int n) {
      if (n % 2 == 1) throw new IllegalStateException("call " + n);
      return async(() -> v(n).await());
    }
  }

  static Async<String, IOException> theCallThrows() {
    return async(() -> {
      String s = "";
      Answer a = new Throwing();
      for (int i = 0; i < 4; i++) {
        try {
          s += a.to(i).await() + ";";
        } catch (IllegalStateException e) {
          StackTraceElement[] trace = e.getStackTrace();
          s += e.getMessage() + " " + trace[0].getMethodName();
          s += " " + trace[1].getMethodName().startsWith("lambda$") + ";";
        }
      }
      return s;
    });
  }

  static Answer none;

  static Async<String, IOException> theReceiverIsNull() {
    return async(() -> {
      try {
        return "" + none.to(1).await();
      } catch (NullPointerException e) {
        return e.getMessage();
      }
    });
  }

  static Async<String, IOException> nullIsReturned() {
    return async(() -> {
      Answer a = n -> null;
      try {
        return "" + a.to(1).await();
      } catch (NullPointerException e) {
        return "null";
      }
    });
  }

  static Async<String, IOException> theSameAgain() {
    Async<Integer, IOException> once = async(() -> v(3).await());
    Answer a = n -> once;
    return async(() -> {
      String s = "" + a.to(1).await();
      try {
        return s + a.to(1).await();
      } catch (IllegalStateException e) {
        return s + " " + e.getMessage().substring(0, 40);
      }
    });
  }

  static Async<String, IOException> cancelledBefore() {
    Answer a = n -> {
      Async<Integer, IOException> c = async(() -> v(n).await());
      if (n == 1) c.cancel();
      return c;
    };
    return async(() -> {
      String s = "";
      for (int i = 0; i < 3; i++) {
        try {
          s += a.to(i).await() + ";";
        } catch (java.util.concurrent.CancellationException | Cancelled e) {
          s += e.getClass().getSimpleName() + ";";
        }
      }
      return s;
    });
  }

  static Async<Integer, IOException> shared() {
    Async<Integer, IOException> once = new Woven(2).to(20).shared();
    Answer a = n -> once;
    return async(() -> a.to(1).await() + a.to(2).await() + a.to(3).await());
  }

  interface Makes {
    Async<Async<Integer, IOException>, IOException> one();
  }

  static Async<Integer, IOException> aComputation() {
    Makes makes = () -> async(() -> {
      v(1).await();
      return async(() -> v(8).await());
    });
    return async(() -> {
      int s = 0;
      for (int i = 0; i < 3; i++) s += makes.one().await().await();
      return s;
    });
  }

  interface Does {
    Async<Void, IOException> it(int n);
  }

  static Async<String, IOException> nothing() {
    return async(() -> {
      Does woven = n -> async(() -> { log.add("a" + v(n).await()); });
      Does atOnce = n -> async(() -> { log.add("b" + n); });
      for (int i = 0; i < 3; i++) {
        woven.it(i).await();
        atOnce.it(i).await();
      }
      return "" + woven.it(3).await();
    });
  }

  static Async<String, IOException> failures() {
    return async(() -> {
      String s = "";
      Answer a = new Failing();
      for (int i = 0; i < 4; i++) {
        try {
          s += a.to(i).await();
        } catch (EOFException e) {
          s += "eof " + e.getMessage() + ";";
        } catch (IOException e) {
          s += e.getMessage() + ";";
        } finally {
          s += v(i).await();
        }
      }
      return s;
    });
  }

  static class Deep implements Answer {
    Answer next = this;

    @Override
    public Async<Integer, IOException> to(int n) {
      return async(() -> {
        if (n == 0) return v(0).await();
        int below = next.to(n - 1).await();
        return below + 1;
      });
    }
  }

  static Async<String, IOException> recursion() {
    return async(() -> {
      Answer a = new Deep();
      String s = "";
      for (int i = 0; i < 3; i++) s += a.to(700).await() + " " + a.to(3).await() + " ";
      return s;
    });
  }

  static Async<Integer, IOException> phases() {
    return async(() -> {
      int s = 0;
      for (int i = 0; i < 40; i++) {
        Answer a = i < 15 ? new Woven(1) : i % 3 == 0 ? new Woven(i) : new Overrides(i);
        s += a.to(i).await();
      }
      return s;
    });
  }

  interface Waits {
    Async<Integer, IOException> till();
  }

  static Async<String, IOException> holds(Answer a) {
    Waits w = () -> async(() -> {
      try {
        for (int i = 0; ; i++) {
          if (i < 0) return i;
          Task.yield().await();
        }
      } finally {
        log.add("inner " + a.to(1).await());
      }
    });
    return async(() -> {
      try {
        return "" + w.till().await();
      } finally {
        log.add("outer " + a.to(2).await());
      }
    });
  }

  static Async<String, IOException> yields() {
    return async(() -> {
      Task.yield().await();
      Task.yield().await();
      return "first";
    });
  }

  static Async<String, IOException> handlers() {
    return async(() -> {
      String s = "";
      Answer a = new Failing();
      Answer b = new Woven(1);
      for (int i = 0; i < 3; i++) {
        try {
          try {
            s += b.to(i).await();
            s += a.to(i).await();
          } finally {
            s += "f" + b.to(i).await();
          }
        } catch (IOException e) {
          s += e.getMessage() + b.to(9).await();
        }
      }
      return s;
    });
  }

  record Three(int a, String b, int c) {}

  static Async<String, IOException> operands() {
    return async(() -> {
      String s = "";
      Answer a = new Woven(2);
      Answer b = new ByHand();
      for (int i = 0; i < 3; i++) {
        s += new Three(a.to(i).await(), "b" + b.to(i).await(), b.to(i).await() * a.to(2).await());
      }
      return s;
    });
  }

  static Async<Integer, IOException> notOnTheSpot() {
    return async(() -> {
      Answer a = new Woven(3);
      Async<Integer, IOException> later = a.to(1);
      int now = a.to(2).await();
      return 100 * now + later.await();
    });
  }

  interface Wide {
    Async<String, IOException> all(int i, double d, byte b, long l, char c, String s);
  }

  static Async<String, IOException> wide() {
    return async(() -> {
      Wide w = (i, d, b, l, c, t) ->
          async(() -> v(i).await() + "," + d + "," + b + "," + v(l).await() + "," + c + "," + t);
      String s = "";
      for (int n = 0; n < 3; n++) {
        s += w.all(n, 0.5 * n, (byte) n, 9_000_000_000L + n, 'c', "t").await() + "|";
      }
      return s;
    });
  }
}
