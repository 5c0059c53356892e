import static dev.bide.Async.*;

import dev.bide.*;
import java.io.*;
import java.time.Duration;
import java.util.*;

class Programs {
  static Async<Integer, RuntimeException> number() {
    return of(1);
  }

  static Async<Integer, IOException> fetch() {
    return async(() -> {
      if (number().await() > 0) {
        return 1;
      }
      throw new IOException("none");
    });
  }

  static Async<Void, IOException> save(String s) {
    return async(() -> {
      fetch().await();
    });
  }

  static Async<Integer, IOException> values(
      List<String> xs, Map<String, Async<Integer, IOException>> map, Optional<String> o) {
    return async(() -> {
      int sum = 0;
      for (String x : xs) {
        sum += fetch().await() + x.length();
      }
      map.put("a", fetch());
      map.remove("a");
      Async<Integer, IOException> started = fetch();
      started = fetch();
      started.await();
      if (o.isPresent()) {
        sum += number().await();
      }
      xs.forEach(System.out::println);
      xs.removeIf(String::isEmpty);
      return sum;
    });
  }

  static Async<Integer, RuntimeException> caught() {
    return async(() -> {
      try {
        return fetch().await();
      } catch (IOException e) {
        return -1;
      }
    });
  }

  static Async<Integer, IOException> rethrows(boolean b) {
    return async(() -> {
      try {
        return fetch().await();
      } catch (Throwable t) {
        System.out.println(t);
        throw t;
      }
    });
  }

  static Async<Integer, RuntimeException> sortsOut() {
    return async(() -> {
      try {
        return fetch().await();
      } catch (Cancelled c) {
        throw c;
      } catch (Throwable t) {
        System.out.println(t);
      }
      try {
        return fetch().await();
      } catch (Throwable t) {
        if (t instanceof Error e) {
          throw e;
        }
        System.out.println(t);
      }
      try {
        System.out.println("no await in here");
      } catch (Throwable t) {
        System.out.println(t);
      }
      return 1;
    });
  }

  static Async<Integer, IOException> scopes(AsyncSupplier<Integer, IOException> block) {
    return scope(s -> {
      Task<Integer, IOException> a = s.spawn(() -> fetch().await());
      var b = s.start(fetch());
      s.spawn(save("x"));
      s.background(() -> {
        while (true) {
          sleep(Duration.ofSeconds(1)).await();
        }
      });
      try {
        s.spawn(() -> fetch().await());
        fetch().await();
      } catch (IOException e) {
        System.out.println("of fetch");
      }
      return a.await() + b.await() + block.await();
    });
  }

  static Async<Integer, IOException> again() {
    return async(() -> {
      var a = fetch().shared();
      int x = a.await() + a.await();
      Async<Integer, RuntimeException> b = async(() -> 1);
      x += b.await();
      b = async(() -> 2);
      x += b.await();
      return x;
    });
  }

  static Async<Integer, RuntimeException> branches(boolean first) {
    return async(() -> {
      var a = async(() -> 1);
      if (first) {
        return a.await();
      } else {
        return a.await() + 1;
      }
    });
  }

  static Async<Integer, IOException> closing(
      AsyncCloseable<IOException> c,
      AsyncStream<String, IOException> lines,
      AsyncStream<String, IOException> other) {
    return async(() -> {
      int n = 0;
      try (c) {
        for (String line : lines.await()) {
          n += line.length();
        }
      }
      for (String line : (other.await())) {
        n += line.length();
        if (n > 100) {
          break;
        }
      }
      return n;
    });
  }

  static Async<Integer, IOException> reading(AsyncStream<String, IOException> lines) {
    return async(() -> {
      String first = lines.next().await();
      String last = lines.next().await();
      lines.closeAsync().await();
      return first == last ? 1 : 0;
    });
  }

  static void plainCode(AsyncCloseable<IOException> c) throws IOException {
    c.close();
  }

  static Async<Async<Integer, IOException>, RuntimeException> onPurpose() {
    return async(() -> fetch());
  }

  static Async<Integer, IOException> awaitsBoth() {
    return async(() -> onPurpose().await().await());
  }

  interface Handler {
    void handle(AsyncFunction<String, Async<Integer, IOException>, RuntimeException> f);
  }

  static void declaredToGiveOne(Handler h) {
    h.handle(x -> fetch());
  }

  interface Code {
    void run() throws Throwable;
  }

  static void underTest(Code code) {}

  static void tests() {
    underTest(() -> sleep(null));
    underTest(Programs::fetch);
  }

  static Async<Integer, Exception> kinds() {
    return async(() -> {
      Blocking.run(() -> Thread.sleep(1)).await();
      return fetch().await();
    });
  }

  static Throws2<Integer, IOException, InterruptedException> bothKinds() {
    return throwing(IOException.class, InterruptedException.class)
        .async(() -> {
          Blocking.run(() -> Thread.sleep(1)).await();
          return fetch().await();
        });
  }

  static <X extends Exception> Async<Integer, X> generic(AsyncSupplier<Integer, X> block) {
    return async(() -> block.await() + 1);
  }

  static Async<Integer, IOException> precise() {
    return async(() -> {
      try {
        return fetch().await();
      } catch (Exception e) {
        throw e;
      }
    });
  }

  static boolean compares(Integer a, Integer b) {
    return a == b;
  }

  interface Other {
    void await();
  }

  static void others(Other other, java.util.concurrent.CountDownLatch latch) throws InterruptedException {
    other.await();
    latch.await();
    Runnable r = other::await;
    r.run();
    Object o = new Object();
    synchronized (o) {
      o.wait();
    }
  }

  interface Risky {
    void run() throws Exception;
  }

  static void thrown(Class<? extends Throwable> kind, Runnable code) {}

  static void risky(Risky code) {}

  static void moreTests(Async<Integer, IOException> a) {
    thrown(IllegalStateException.class, () -> a.shared());
    thrown(IllegalStateException.class, a::shared);
    risky(a::shared);
    risky(() -> {
      a.timeout(null);
    });
  }

  abstract static class Leaf implements Async<Integer, RuntimeException> {
    Leaf whenPolled(Runnable r) {
      return this;
    }
  }

  static void chains(Leaf leaf) {
    leaf.whenPolled(() -> {});
    Runnable r = () -> leaf.whenPolled(() -> {});
    r.run();
  }

  interface Runs {
    <T, X extends Exception> T run(AsyncSupplier<T, X> block) throws X;
  }

  static int declared(Runs runtime) throws IOException {
    return runtime.run(() -> fetch().await());
  }

  static int caughtOutside(Runs runtime) {
    try {
      if (runtime != null) {
        return runtime.run(() -> fetch().await());
      }
      return 0;
    } catch (FileNotFoundException e) {
      return 1;
    } catch (IOException | IllegalStateException e) {
      return runtime.run(() -> number().await());
    }
  }

  static <X extends Exception> int passedOn(Runs runtime, AsyncSupplier<Integer, X> block) throws X {
    return runtime.run(() -> block.await());
  }
}
