package programs;

import static dev.bide.twins.sync.Leaves.*;

import dev.bide.twins.Program;
import dev.bide.twins.Waits;
import dev.bide.twins.sync.*;
import dev.bide.twins.sync.Resource;
import java.io.*;
import java.util.*;
import java.util.function.*;

/** Values on their way out: through a {@code finally}, a resource's closing, a switch, a conditional. */
class Returns {
  @Program @Waits static Object throughFinally() {
    return "" + anInt(3) + aLong(4) + aChar('c') + aByte((byte) 5) + aShort((short) 6)
        + aBoolean(true) + aFloat(1.5f) + aDouble(-0.0);
  }

  @Waits static int anInt(int n) {
    try {
      pause();
      return n * 1000;
    } finally {
      log("int", n);
    }
  }

  @Waits static long aLong(int n) {
    try {
      return w(n) * 1_000_000_000_000L;
    } finally {
      log("long", w(n));
    }
  }

  @Waits static char aChar(char c) {
    try {
      return w((char) (c + 1));
    } finally {
      log("char", w(77L));
    }
  }

  @Waits static byte aByte(byte b) {
    try {
      pause();
      return (byte) (b + 250);
    } finally {
      pause();
    }
  }

  @Waits static short aShort(short s) {
    try {
      return w(s);
    } finally {
      log("short");
    }
  }

  @Waits static boolean aBoolean(boolean b) {
    try {
      return !w(b);
    } finally {
      w(true);
    }
  }

  @Waits static float aFloat(float f) {
    try {
      return w(f) * 3;
    } finally {
      w(2.5f);
    }
  }

  @Waits static double aDouble(double d) {
    try {
      return w(d);
    } finally {
      w(1.0);
      log("double");
    }
  }

  @Program @Waits static Object awaitedThroughFinally() {
    int sum = 0;
    for (int i = 0; i < 3; i++) {
      sum = sum * 10_000 + handed(i) + handedWaiting(i) + handedNested(i);
    }
    return sum;
  }

  @Waits static Integer handed(int n) {
    try {
      return anInt(n);
    } finally {
      log("handed", n);
    }
  }

  @Waits static Integer handedWaiting(int n) {
    try {
      return anInt(n);
    } finally {
      log("handed", aLong(n));
    }
  }

  @Waits static Integer handedNested(int n) {
    try {
      try {
        return anInt(n + 1);
      } finally {
        log(aLong(7));
      }
    } finally {
      log(anInt(9));
    }
  }

  @Program @Waits static Object nothingThroughFinally() {
    try {
      return "" + none(w("x")) + noneUnboxed();
    } catch (NullPointerException e) {
      return w("npe");
    }
  }

  @Waits static Object none(String s) {
    try {
      return w((Integer) null);
    } finally {
      log(s, anInt(1));
    }
  }

  @Waits static int noneUnboxed() {
    try {
      return w((Integer) null);
    } finally {
      log("unboxed", w(2));
    }
  }

  @Program @Waits static Object ofAnyType() {
    return "" + any(1) + any(2L) + any("s") + any(null) + any('c');
  }

  @Waits static <T> T any(T t) {
    try {
      return w(t);
    } finally {
      log("any", w(99));
    }
  }

  @Program @Waits static Object usedBeforeItIsReturned() {
    Integer n;
    try {
      n = w(41);
    } finally {
      log("before", w(5));
    }
    n++;
    try {
      return n;
    } finally {
      n = w(7);
      log("after", n);
    }
  }

  @Program @Waits static Object oneOfTwo() {
    String all = "";
    for (int i = 0; i < 4; i++) {
      all += oneOf(i) + ",";
    }
    return all;
  }

  @Waits static long oneOf(int i) {
    try {
      if (i == 1) return w(100L);
      if (i == 2) return i * 1000L;
      return aLong(i) + 1;
    } finally {
      if (i > 1) pause();
      log("one", i);
    }
  }

  @Program @Waits static Object finallyThatThrows() {
    try {
      return thrower(w(1));
    } catch (IllegalStateException e) {
      return e.getMessage() + w(2);
    }
  }

  @Waits static int thrower(int n) {
    try {
      return w(n);
    } finally {
      if (w(true)) throw new IllegalStateException("finally");
    }
  }

  @Program @Waits static Object finallyThatLeavesByAnotherWay() {
    int n = 0;
    for (int i = 0; i < 5; i++) {
      n += another(i);
    }
    return n;
  }

  @SuppressWarnings("finally")
  @Waits static int another(int i) {
    for (int k = 0; ; k++) {
      try {
        if (k > 2) return w(k) * 100;
        return w(i);
      } finally {
        if (w(i) == 3 && k < 2) continue;
        if (i == 4) break;
      }
    }
    return w(-1);
  }

  @Program @Waits static Object throughResource() throws IOException {
    int n = 0;
    for (int i = 0; i < 3; i++) {
      n = n * 100 + inResource(i);
    }
    return n;
  }

  @Waits static int inResource(int i) throws IOException {
    try (Resource<RuntimeException> r = resource("r" + i)) {
      if (i == 1) return anInt(i) / 100;
      return i + 20;
    }
  }

  @Program @Waits static Object throughLoop() {
    int n = 0;
    for (int i = 0; i < 3; i++) {
      n = n * 100 + inLoop(i);
    }
    return n;
  }

  @Waits static int inLoop(int i) {
    for (int x : List.of(1, 2, 3)) {
      try {
        if (w(x) == i) return x * 10;
      } finally {
        log("turn", w(x));
      }
    }
    return w(99);
  }

  @Program @Waits static Object ofSwitch() {
    String all = "";
    for (int i = 0; i < 6; i++) {
      all += chosen(i) + "," + chosenLong(i) + "," + chosenAny(i) + ";";
    }
    return all;
  }

  @Waits static Integer chosen(int i) {
    return switch (i) {
      case 0 -> w(10);
      case 1 -> {
        pause();
        yield 1000 + i;
      }
      case 2 -> anInt(i);
      case 3 -> null;
      default -> i > 4 ? w(50) : anInt(4);
    };
  }

  @Waits static long chosenLong(int i) {
    return switch (w(i)) {
      case 0 -> w(10L);
      case 1 -> w(11L);
      case 2 -> {
        try {
          yield aLong(i);
        } finally {
          log("switch", w(i));
        }
      }
      default -> (long) i;
    };
  }

  @Waits static Object chosenAny(int i) {
    return i == 0 ? w("zero") : i == 1 ? w(1) : i == 2 ? anInt(i) : i == 3 ? (Object) w(3L) : "more";
  }

  @Program @Waits static Object switchUnderHandler() {
    String all = "";
    for (int i = 0; i < 3; i++) {
      all += guarded(i);
    }
    return all;
  }

  @Waits static int guarded(int i) {
    try {
      return switch (i) {
        case 0 -> w(0);
        case 1 -> thrower(i);
        default -> i * 1000;
      };
    } catch (IllegalStateException e) {
      return w(-1);
    } finally {
      log("guarded", w(i));
    }
  }

  @Program @Waits static Object functionsAgain() {
    AsyncFunction<Integer, Integer, RuntimeException> f = x -> {
      Integer y = anInt(x);
      pause();
      if (x == 3) throw new IllegalStateException("three" + y);
      return y + w(x);
    };
    AsyncSupplier<Integer, RuntimeException> s = () -> anInt(w(2)) + w(1);
    AsyncConsumer<Object, RuntimeException> c = o -> log("consumed", o, w(3));
    AsyncPredicate<Integer, RuntimeException> p = x -> w(x) > 2;
    AsyncBiFunction<Integer, Long, Object, RuntimeException> b = (x, y) -> x + y + w(1);
    StringBuilder sb = new StringBuilder();
    for (int i = 0; i < 6; i++) {
      try {
        sb.append(f.apply(i)).append(s.await()).append(p.test(i));
        c.accept(sb.length());
        sb.append(b.apply(i, 5L)).append(';');
      } catch (IllegalStateException e) {
        sb.append(e.getMessage());
      }
    }
    return sb;
  }

  @Program @Waits static Object functionOfItself() {
    List<AsyncFunction<Integer, Integer, RuntimeException>> self = new ArrayList<>();
    AsyncFunction<Integer, Integer, RuntimeException> sum =
        n -> n == 0 ? w(0) : self.get(0).apply(n - 1) + self.get(0).apply(n / 2) + w(n);
    self.add(sum);
    int all = 0;
    for (int i = 0; i < 5; i++) {
      all += sum.apply(i);
    }
    return all;
  }
}
