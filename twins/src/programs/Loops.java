package programs;

import static dev.bide.twins.sync.Leaves.*;

import dev.bide.twins.Program;
import dev.bide.twins.Waits;
import dev.bide.twins.sync.*;
import java.io.*;
import java.util.*;
import java.util.function.*;

/** Loops of each kind, labels, break and continue. */
class Loops {
  @Program @Waits static Object whileLoop() {
    int i = 0;
    while (i < w(3)) {
      log(i);
      i++;
    }
    return i;
  }

  @Program @Waits static Object doWhile() {
    int i = 5;
    do {
      i -= w(2);
    } while (w(i) > 0);
    return i;
  }

  @Program @Waits static Object forLoop() {
    long sum = 0;
    for (int i = w(0), j = w(10); i < j && w(true); i += w(3), j -= w(1)) {
      sum += i * j;
    }
    return sum;
  }

  @Program @Waits static Object forEver() {
    for (int i = 0; ; i++) {
      if (w(i) == 4) return i;
    }
  }

  @Program @Waits static Object whileTrue() {
    int n = 0;
    while (true) {
      n += w(1);
      if (n == 3) break;
      if (n == 1) continue;
      log(n);
    }
    return n;
  }

  @Program @Waits static Object nested() {
    int n = 0;
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 3; j++) {
        if (j > i) break;
        n += w(i * 3 + j);
      }
      n *= 2;
    }
    return n;
  }

  @Program @Waits static Object labelled() {
    StringBuilder sb = new StringBuilder();
    outer:
    for (int i = 0; i < 4; i++) {
      inner:
      for (int j = 0; ; j++) {
        switch (w(j)) {
          case 0:
            sb.append('0');
            continue;
          case 1:
            if (i == 1) continue outer;
            break;
          case 2:
            if (i == 2) break inner;
            sb.append('2');
            continue inner;
          default:
            if (i == 3) break outer;
            continue outer;
        }
        sb.append(i).append(j);
      }
      pause();
      sb.append('|');
    }
    return sb.toString();
  }

  @Program @Waits static Object labelledBlock() {
    int n = 0;
    here:
    {
      n += w(1);
      if (n == 1) break here;
      n = 100;
    }
    there:
    if (w(true)) {
      n += 10;
      if (w(n) > 5) break there;
      n = 1000;
    }
    return n;
  }

  @Program @Waits static Object overArray() {
    int sum = 0;
    for (int x : new int[] {1, 2, 3}) sum += w(x);
    for (long x : new long[] {4, 5}) {
      pause();
      sum += x;
    }
    for (String s : w(new String[] {"a", "bb"})) sum += w(s).length();
    return sum;
  }

  @Program @Waits static Object overMatrix() {
    double sum = 0;
    double[][] m = {{1, 2}, {}, {3}};
    for (double[] row : m) {
      pause();
      for (double x : row) sum = sum * 2 + w(x);
    }
    return sum;
  }

  @Program @Waits static Object overIterable() {
    List<Integer> out = new ArrayList<>();
    for (int i : List.of(1, 2, 3, 4)) {
      if (w(i) == 3) continue;
      out.add(i);
    }
    for (var e : new TreeMap<>(Map.of("a", 1, "b", 2)).entrySet()) {
      pause();
      log(e.getKey(), e.getValue());
    }
    return out;
  }

  @Program @Waits static Object overStream() {
    String all = "";
    for (String s : stream("a", "b", "c").await()) all += s;
    return all;
  }

  @Program @Waits static Object overStreamWithWaits() {
    int sum = 0;
    for (int i : stream(1, 2, 3, 4).await()) {
      if (i == 2) continue;
      sum += w(i);
      if (w(i == 3)) break;
    }
    return sum;
  }

  @Program @Waits static Object firstOfStreamUnread() {
    for (String s : stream("a", "b").await()) break;
    for (int i = 0; i < 2; i++) log("behind", i);
    for (long n : stream(1L, 2L).await()) break;
    int behind = 3;
    log("behind", behind);
    return w(behind);
  }

  @Program @Waits static Object returnFromStream() {
    for (var s : stream("a", "b").await()) {
      pause();
      if (s.equals("b")) return w(s);
    }
    return "none";
  }

  @Program @Waits static Object throwFromStream() throws IOException {
    for (var s : stream("a", "b").await()) {
      log(s);
      if (s.equals("b")) throw new IOException(w(s));
    }
    return "none";
  }

  @Program @Waits static Object failingStreams() {
    int n = 0;
    try {
      for (int i : failingStream(new IOException("end"), 1, 2).await()) n += w(i);
    } catch (IOException e) {
      log(e);
    }
    try {
      for (int i : badlyClosingStream(new IOException("close"), 1, 2).await()) n += i;
    } catch (IOException e) {
      log(e);
    }
    try {
      for (int i : badlyClosingStream(new IOException("close"), 1, 2).await()) {
        if (w(i) == 2) throw new IllegalStateException("body");
      }
    } catch (IOException | IllegalStateException e) {
      log(e);
    }
    return n;
  }

  @Program @Waits static Object nestedStreams() {
    StringBuilder sb = new StringBuilder();
    outer:
    for (int i : stream(1, 2, 3).await()) {
      for (String s : stream("x", "y", "z").await()) {
        sb.append(i).append(s);
        if (i == 1 && s.equals("y")) continue outer;
        if (i == 2 && w(s).equals("x")) break;
        if (i == 3 && s.equals("z")) break outer;
      }
      pause();
    }
    return sb.toString();
  }

  @Program @Waits static Object emptyStreams() {
    for (Object _ : stream().await()) log("never");
    for (Object o : new Object[0]) log(w("never"), o);
    for (Object o : List.of()) log(w("never"), o);
    return 0;
  }

  @Program @Waits static Object streamByHand() {
    var s = stream(1, 2);
    Integer i;
    int sum = 0;
    while ((i = s.next()) != null) sum += w(i);
    s.closeAsync();
    return sum;
  }

  @Program @Waits static Object streamInTry() {
    for (int i : stream(1, 2, 3).await()) {
      try {
        if (w(i) == 2) continue;
        if (i == 3) break;
        log(i);
      } finally {
        log("finally", w(i));
      }
    }
    return "end";
  }

  @Program @Waits static Object streamReassigned() {
    AsyncStream<Integer, RuntimeException> s = stream(1, 2);
    int n = 0;
    for (int i : s.await()) {
      s = stream(7, 8);
      n += i;
    }
    log(n);
    for (int i : s.await()) n += w(i);
    return n;
  }

  @Program @Waits static Object unboxingStream() {
    long l = 0;
    for (long i : stream(1L, 2L).await()) l += i;
    for (char c : stream('a', 'b').await()) l += c;
    for (double d : stream(0.5).await()) l += (long) (d * 2);
    return l;
  }

  @Program @Waits static Object waitFreeInner() {
    int h = w(1);
    for (int i = 0; i < 3; i++) {
      for (int j = 0; j < 50; j++) h = h * 31 + j;
      if (i == 1) pause();
    }
    return h;
  }

  @Program @Waits static Object twoBackEdges() {
    int i = 0;
    int n = 0;
    while (i < 10) {
      i++;
      if ((i & 1) == 0) continue;
      if (i == 5) {
        n += w(i);
        continue;
      }
      n++;
    }
    return n;
  }

  @Program @Waits static Object loopVariableCaptured() {
    List<Supplier<Integer>> all = new ArrayList<>();
    for (int i : new int[] {1, 2, 3}) {
      int twice = w(i) * 2;
      all.add(() -> i + twice);
    }
    int sum = 0;
    for (var s : all) sum = sum * 100 + w(s.get());
    return sum;
  }

  @Program @Waits static Object backwards() {
    StringBuilder sb = new StringBuilder();
    for (char c = 'e'; c >= 'a'; c--) sb.append(w(c));
    for (long l = 3; l-- > 0; ) sb.append(w(l));
    for (float f = 0; f < 1; f += w(0.5f)) sb.append(f);
    return sb.toString();
  }

  @Program(cancels = false) @Waits static Object manyTurns() {
    int n = 0;
    for (int i = 0; i < 600; i++) {
      if (i % 200 == 0) n += w(i);
    }
    return n;
  }
}
