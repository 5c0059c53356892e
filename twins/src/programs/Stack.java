package programs;

import static dev.bide.twins.sync.Leaves.*;

import dev.bide.twins.Program;
import dev.bide.twins.Waits;
import dev.bide.twins.sync.*;
import java.io.*;
import java.util.*;
import java.util.function.*;

/** Waits while values stand on the operand stack. */
class Stack {
  static int three(int a, int b, int c) {
    log("three", a, b, c);
    return a * 100 + b * 10 + c;
  }

  static String mixed(boolean z, long l, Object o, double d, char c) {
    return z + " " + l + " " + o + " " + d + " " + c;
  }

  record P(Object a, Object b) {
    P {
      log("new P", a, b);
    }
  }

  @Program @Waits static int sum() {
    return w(1) + w(2) * w(3) - w(4);
  }

  @Program @Waits static int leftOperandFirst() {
    int x = 1;
    return x++ + w(10) + x++ * w(2) + x;
  }

  @Program @Waits static int arguments() {
    return three(say(1), w(2), say(3)) + three(w(4), w(5), w(6));
  }

  @Program @Waits static String mixedArguments() {
    return mixed(w(true), w(1L), w("o"), w(0.5), w('c')) + mixed(false, 2L, say("p"), 1.5, w('d'));
  }

  @Program @Waits static Object constructor() {
    return new P(say("a"), w("b"));
  }

  @Program @Waits static Object nestedConstructors() {
    return new P(new P(say(1), w(2)), new P(w(3), new P(w(4), say(5))));
  }

  @Program @Waits static Object newUnderValues() {
    return say("left") + new P(w("a"), say("b")) + say("right") + new StringBuilder(w("sb")).append(w(1));
  }

  @Program @Waits static Object twoNewsOpen() {
    return new P(new StringBuilder(say("x")).append(w("y")).toString(), new int[] {1, w(2), 3});
  }

  @Program @Waits static Object newWithDup() {
    P p = new P(w(1), w(2));
    P q = p = new P(p, w(3));
    return q;
  }

  @Program @Waits static Object conditionalInConstructor() {
    return new P(w(true) ? w("yes") : w("no"), w(false) ? say("yes") : w("no"));
  }

  @Program @Waits static Object arrayStore() {
    int[] a = new int[3];
    a[say(1)] = w(5);
    a[w(2)] = w(6);
    a[w(0)] += w(7);
    a[w(1)]++;
    return a;
  }

  @Program @Waits static Object arrayStoreLong() {
    long[] a = new long[w(2)];
    a[0] = a[1] = w(5L);
    a[1] *= w(2);
    return a;
  }

  @Program @Waits static Object arrayReference() {
    String[] a = {"x", w("y"), "z"};
    a[w(0)] += w("w");
    return a;
  }

  @Program @Waits static Object arrayIndexFails() {
    int[] a = {1};
    try {
      a[say(1)] = w(2);
    } catch (ArrayIndexOutOfBoundsException e) {
      log(e);
    }
    return a;
  }

  @Program @Waits static Object nullArrayAfterWait() {
    int[] a = null;
    try {
      a[0] = w(2);
    } catch (NullPointerException e) {
      log("npe");
    }
    return w(1);
  }

  int field = 3;

  @Waits Stack self() {
    pause();
    return this;
  }

  @Program @Waits static Object fieldCompound() {
    Stack s = new Stack();
    s.field += w(4);
    s.field = s.field * 2 + w(1);
    s.self().field -= w(2);
    s.self().field++;
    return s.field;
  }

  @Program @Waits static Object receiverFirst() {
    String s = "abc";
    return s.substring(w(1)).concat(w("d")).replace(w('b'), w('x'));
  }

  @Program @Waits static Object ternaryOnStack() {
    int x = 10 + (w(true) ? w(1) : w(2)) * (w(false) ? 3 : w(4));
    return x;
  }

  @Program @Waits static Object booleansOnStack() {
    boolean b = w(true) && w(false) || w(true) && !w(false);
    log(b);
    return (w(1) < w(2)) == (w(3) > w(4)) ^ w(true);
  }

  @Program @Waits static Object longsUnderInts() {
    long r = 1L + w(2) + 3L * w(4) - (w(5L) << w(3));
    return r;
  }

  @Program @Waits static Object dupX() {
    int[] a = {0, 0};
    int i = 0;
    int v = a[i++] = w(3);
    long[] b = {0, 0};
    long u = b[i--] = w(4L) + v;
    log(a, b, u, i);
    return u + (a[i] += w(1)) + (b[1] -= w(2L));
  }

  @Program @Waits static Object postIncrementAsArgument() {
    int i = 5;
    return three(i++, w(i), i--) + three(i, w(++i), i);
  }

  @Program @Waits static Object varargs() {
    return String.format("%s-%s-%s", w("a"), say(1), w('c')) + String.join(",", w("p"), w("q"));
  }

  @Program @Waits static Object uninitialisedAcrossException() {
    try {
      return new P(say(1), new P(w(2), Integer.parseInt(w("no number"))));
    } catch (NumberFormatException e) {
      return w(e.getMessage());
    }
  }

  @Program @Waits static Object waitInLoopUnderStack() {
    int r = 7 + loop(w(3));
    return say(2) * new P(r, w(0)).a().hashCode();
  }

  @Waits static int loop(int n) {
    int s = 0;
    while (n > 0) {
      s += w(n);
      n--;
    }
    return s;
  }

  @Program @Waits static Object deepExpression() {
    return ((((w(1) + 2) * (w(3) + 4)) - ((w(5) - 6) * (w(7) - 8))) << (w(1) + w(1))) + (w(9) % w(5));
  }

  @Program @Waits static Object instanceOfOnStack() {
    Object o = w((Object) "text");
    return (o instanceof String s ? s.length() + w(1) : w(2)) + (w((Object) 3) instanceof Integer i ? i : -1);
  }

  @Program @Waits static Object anonymousWithArgument() {
    return new Object() {
      final int x = 4;

      @Override
      public String toString() {
        return "anon" + x;
      }
    } + "/" + new P(w(1), new Object[] {w(2), new Object[] {w(3)}}.length);
  }
}
