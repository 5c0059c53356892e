package programs;

import static dev.bide.twins.sync.Leaves.*;

import dev.bide.twins.Program;
import dev.bide.twins.Waits;
import dev.bide.twins.sync.*;
import java.io.*;
import java.util.*;
import java.util.function.*;

/** Instances, inner, local and anonymous classes, inheritance, interfaces, enums, records. */
class Classes {
  static class Account {
    private int balance;
    protected String owner;
    static int made;

    Account(String owner, int balance) {
      this.owner = owner;
      this.balance = balance;
    }

    @Waits int deposit(int amount) {
      int before = balance;
      balance += w(amount);
      log(owner, before, balance);
      return balance;
    }

    @Waits protected String title() {
      return "Account " + w(owner);
    }

    private void secret() {
      balance *= 2;
    }

    @Waits Account twice() {
      secret();
      pause();
      this.secret();
      return this;
    }
  }

  static class Savings extends Account {
    double rate = 0.5;

    Savings() {
      super("saver", 10);
    }

    @Override
    @Waits int deposit(int amount) {
      int n = super.deposit(amount + 1);
      return n + super.deposit(w(2));
    }

    @Override
    @Waits protected String title() {
      pause();
      return "Savings of " + super.title() + super.owner + w(rate);
    }
  }

  @Program @Waits static Object instance() {
    Account a = new Account(w("a"), w(5));
    a.deposit(3);
    return a.deposit(a.deposit(1)) + a.title();
  }

  @Program @Waits static Object overriding() {
    Account s = new Savings();
    return s.deposit(3) + s.title() + s.twice().balance;
  }

  class Inner {
    int value = 3;

    @Waits int sum() {
      return value + w(outer) + Classes.this.bump();
    }

    class Innermost {
      @Waits String all() {
        value += w(1);
        outer += w(2);
        return value + "/" + outer + "/" + sum();
      }
    }
  }

  int outer = 10;

  @Waits int bump() {
    outer += w(1);
    return outer++;
  }

  @Program @Waits static Object inner() {
    Classes c = new Classes();
    Inner i = c.new Inner();
    log(i.sum());
    return i.new Innermost().all() + c.outer;
  }

  @Program @Waits static Object localClass() {
    int k = w(4);
    class Local {
      final int x;

      Local(int x) {
        this.x = x + k;
      }

      @Waits int get() {
        return x * w(k);
      }
    }
    return new Local(w(1)).get() + new Local(2).get();
  }

  @Program @Waits static Object anonymousClass() {
    String s = w("s");
    Account a = new Account("anon", w(1)) {
      int times;

      @Override
      @Waits int deposit(int amount) {
        times++;
        return super.deposit(amount) + times + w(s).length();
      }
    };
    return a.deposit(2) + a.deposit(3);
  }

  interface Greeter {
    String name();

    @Waits default String greet() {
      return prefix() + w(name());
    }

    @Waits private String prefix() {
      pause();
      return "Hello ";
    }

    @Waits static Greeter of(String name) {
      String n = w(name);
      return () -> n;
    }
  }

  interface Loud extends Greeter {
    @Override
    @Waits default String greet() {
      return Greeter.super.greet() + w("!");
    }
  }

  record Person(String name, int age) implements Loud {
    Person {
      if (age < 0) throw new IllegalArgumentException("age");
    }

    @Waits Person older(int years) {
      return new Person(name, age + w(years));
    }
  }

  @Program @Waits static Object interfaces() {
    return Greeter.of("x").greet() + new Person("Ann", 3).greet();
  }

  @Program @Waits static Object records() {
    Person p = new Person(w("Bob"), w(40)).older(2);
    pause();
    try {
      return new Person("Nobody", w(-1));
    } catch (IllegalArgumentException e) {
      return p + e.getMessage() + p.equals(new Person("Bob", 42));
    }
  }

  enum Planet {
    EARTH(1.0) {
      @Override
      @Waits String say() {
        return "home" + w(1);
      }
    },
    MARS(0.4);

    final double g;

    Planet(double g) {
      this.g = g;
    }

    @Waits String say() {
      return name().toLowerCase() + w(g) + other().ordinal();
    }

    Planet other() {
      return values()[1 - ordinal()];
    }
  }

  @Program @Waits static Object enums() {
    StringBuilder sb = new StringBuilder();
    for (Planet p : Planet.values()) sb.append(p.say());
    return sb.append(Planet.valueOf(w("MARS"))).toString();
  }

  static class Box<T extends Comparable<T>> {
    T value;

    Box(T value) {
      this.value = value;
    }

    @Waits T max(T other) {
      T o = w(other);
      return value.compareTo(o) >= 0 ? value : w(o);
    }

    @Waits <R> R with(AsyncFunction<T, R, RuntimeException> f) {
      return f.apply(value);
    }
  }

  static class IntBox extends Box<Integer> {
    IntBox(int i) {
      super(i);
    }

    @Override
    @Waits Integer max(Integer other) {
      return super.max(other) + 1;
    }
  }

  @Program @Waits static Object generics() {
    Box<String> b = new Box<>(w("m"));
    Box<Integer> i = new IntBox(3);
    return b.max("a") + b.max("z") + i.max(2) + i.max(w(9)) + b.<Integer>with(s -> s.length() + w(1));
  }

  static abstract class Template {
    @Waits abstract int step(int n);

    @Waits final int run() {
      int sum = 0;
      for (int i = 0; i < 3; i++) sum += step(i);
      return sum;
    }
  }

  @Program @Waits static Object abstractMethod() {
    int k = w(2);
    return new Template() {
      @Override
      @Waits int step(int n) {
        return w(n) * k;
      }
    }.run();
  }

  static int counter;

  static int next() {
    return ++counter;
  }

  static class Lazy {
    static {
      log("Lazy is initialised");
    }

    static int value = next();
    static final int CONSTANT = 5;

    @Waits static int get() {
      return value + w(CONSTANT);
    }
  }

  static class Broken {
    static final int X = 1 / Integer.parseInt("0");
  }

  static class Noisy {
    static {
      log("Noisy is initialised");
    }

    Noisy(Object... args) {
      log("new Noisy", args.length);
    }
  }

  @Program(fresh = true) @Waits static Object staticInitOrder() {
    log("before", Lazy.CONSTANT);
    pause();
    int n = next() * 10 + Lazy.get();
    return n + w(Lazy.value);
  }

  @Program(fresh = true) @Waits static Object initialisedBeforeArguments() {
    return new Noisy(w("argument"), say("second")).getClass().getSimpleName();
  }

  @Program(fresh = true) @Waits static Object initialiserFails() {
    try {
      log(w(Broken.X));
    } catch (ExceptionInInitializerError e) {
      log(e.getCause());
    }
    try {
      log(w(Broken.X));
    } catch (NoClassDefFoundError e) {
      log(w("again"));
    }
    return "end";
  }

  static int shared;

  @Program(fresh = true) @Waits static Object staticFields() {
    shared += w(5);
    shared = shared * 2 + w(shared);
    Classes.shared -= w(1);
    int old = shared++ + w(10) + ++shared;
    return old * 1000 + shared;
  }

  int a = 1;
  long b = 2;
  String s = "s";

  @Waits Object fields() {
    a += w(1);
    b = a++ + w(b);
    s += w("t") + a;
    this.a = (int) (this.b << w(2));
    return a + b + s;
  }

  @Program @Waits static Object instanceFields() {
    return new Classes().fields();
  }

  @Program @Waits static Object syncInside() {
    Object lock = new Object();
    int n = w(1);
    synchronized (lock) {
      n += 10;
      log("locked", Thread.holdsLock(lock));
    }
    n += w(2);
    synchronized (lock) {
      if (n > 5) n *= 2;
    }
    pause();
    return n + "" + Thread.holdsLock(lock);
  }

  static class Closed implements AutoCloseable {
    @Override
    public void close() {
      log("closed");
    }
  }

  @Program @Waits static Object closesInSync() {
    Object lock = new Object();
    pause();
    synchronized (lock) {
      try (var c = new Closed()) {
        log(c.getClass().getSimpleName());
      }
    }
    try (var c = new Closed()) {
      return w(1);
    }
  }

  /** Nothing in it can wait, and it is called as one that may. */
  @Waits private int closesInSyncAlone(int n) {
    synchronized (this) {
      try (var c = new Closed()) {
        log(c.getClass().getSimpleName(), n);
      }
    }
    return n + 1;
  }

  @Program @Waits static Object neverWaits() {
    Classes self = new Classes();
    return self.closesInSyncAlone(self.closesInSyncAlone(1));
  }

  synchronized int guarded(int n) {
    return n + 1;
  }

  @Program @Waits static Object syncThrows() {
    Object lock = new Object();
    try {
      pause();
      synchronized (lock) {
        if (Thread.holdsLock(lock)) throw new IllegalStateException("inside");
      }
    } catch (IllegalStateException e) {
      log(e, Thread.holdsLock(lock), w(1));
    }
    return new Classes().guarded(w(3));
  }

  @Waits int even(int n) {
    return n == 0 ? w(1) : odd(n - 1);
  }

  @Waits int odd(int n) {
    return n == 0 ? w(0) : even(n - 1);
  }

  @Program @Waits static Object mutualRecursion() {
    Classes c = new Classes();
    return c.even(7) + c.even(10) * 10;
  }

  @Waits static long fib(int n) {
    return n < 2 ? w((long) n) : fib(n - 1) + fib(n - 2);
  }

  @Program @Waits static Object fibonacci() {
    return fib(7);
  }

  @Waits static int sum(int first, int... rest) {
    int s = first;
    for (int i = 0; i < rest.length; i++) {
      rest[i] += w(i);
      s += rest[i];
    }
    return s;
  }

  @Program @Waits static Object varargs() {
    return sum(1) + sum(w(1), 2, 3) + sum(1, new int[] {4, w(5)});
  }

  @Waits static long parametersReassigned(int n, long m, String s, double... ds) {
    n += w(1);
    m = m * n;
    s = s + n;
    ds = new double[] {w(0.5)};
    n++;
    pause();
    log(n, m, s, ds);
    return n + m + s.length();
  }

  @Program @Waits static Object parameters() {
    return parametersReassigned(1, 2, "x", 1, 2);
  }

  @Waits static int overloaded(int x) {
    return w(x) + 1;
  }

  @Waits static long overloaded(long x) {
    return w(x) + 2;
  }

  @Waits static Object overloaded(Object x) {
    return w("o" + x);
  }

  @Program @Waits static Object overloads() {
    return overloaded(1) + overloaded(1L) + "" + overloaded("x") + overloaded(w(5)) + overloaded(w('c'));
  }

  record Node(int value, Node next) {
    @Waits int total() {
      return value + (next == null ? w(0) : next.total());
    }
  }

  @Program @Waits static Object linkedList() {
    Node n = null;
    for (int i = 0; i < 5; i++) n = new Node(w(i), n);
    return n.total();
  }

  static class Initialised {
    final List<String> log = new ArrayList<>();
    int x = add("field");

    {
      add("block");
    }

    Initialised(int y) {
      x += y;
      add("constructor " + y);
    }

    int add(String s) {
      log.add(s);
      return log.size();
    }
  }

  @Program @Waits static Object initialisers() {
    var i = new Initialised(w(4));
    pause();
    return i.log + "" + i.x;
  }

  @Program @Waits static Object arraysOfGenerics() {
    @SuppressWarnings("unchecked")
    List<String>[] lists = new List[] {new ArrayList<>(List.of("a")), List.of(w("b"))};
    lists[0].add(w("c"));
    pause();
    return lists[0] + "" + lists[w(1)];
  }
}
