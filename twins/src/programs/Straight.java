package programs;

import static dev.bide.twins.sync.Leaves.*;

import dev.bide.twins.Program;
import dev.bide.twins.Waits;
import dev.bide.twins.sync.*;
import java.io.*;
import java.util.*;
import java.util.function.*;

/** Straight code: values of each type held across waits. */
class Straight {
  @Program @Waits static int ints() {
    int a = w(1);
    int b = w(2);
    log(a, b);
    return a * 10 + b;
  }

  @Program @Waits static long longs() {
    long a = w(1L << 40);
    int b = w(7);
    long c = w(-5L);
    log(a, b, c);
    return a + b + c;
  }

  @Program @Waits static double doubles() {
    double a = w(0.5);
    float f = w(1.25f);
    double b = w(Double.MIN_VALUE);
    log(a, f, b);
    return a + f + b;
  }

  @Program @Waits static float floats() {
    float a = w(Float.NaN);
    float b = w(-0.0f);
    log(a, b, 1 / b);
    return b;
  }

  @Program @Waits static byte bytes() {
    byte a = w((byte) -128);
    byte b = (byte) (a - w((byte) 1));
    log(a, b);
    return b;
  }

  @Program @Waits static short shorts() {
    short a = w(Short.MAX_VALUE);
    a++;
    short b = w(a);
    return b;
  }

  @Program @Waits static char chars() {
    char c = w('x');
    c += 1;
    char d = w(c);
    log(c, d);
    return d;
  }

  @Program @Waits static boolean booleans() {
    boolean t = w(true);
    boolean f = w(false);
    log(t, f);
    return t & !f;
  }

  @Program @Waits static String references() {
    String s = w("a");
    String n = w((String) null);
    pause();
    log(s, n);
    return s + n;
  }

  @Program @Waits static Object allTypesAcross() {
    boolean z = true;
    byte b = 1;
    short s = 2;
    char c = '3';
    int i = 4;
    long l = 5;
    float f = 6;
    double d = 7;
    Object o = "8";
    int[] a = {9};
    pause();
    log(z, b, s, c, i, l, f, d, o, a);
    z = !z;
    b--;
    s--;
    c--;
    i--;
    l--;
    f--;
    d--;
    a[0]--;
    pause();
    log(z, b, s, c, i, l, f, d, o, a);
    return i + l + f + d;
  }

  @Program @Waits static long widening() {
    return w(1);
  }

  @Program @Waits static double charToDouble() {
    return w('a');
  }

  @Program @Waits static int negativeByteToInt() {
    return w((byte) -1);
  }

  @Program @Waits static Integer boxedNull() {
    Integer i = w((Integer) null);
    log(i);
    pause();
    return i;
  }

  @Program @Waits static int unboxedNull() {
    Integer i = null;
    pause();
    return w(i);
  }

  @Program @Waits static Object bigBoxes() {
    Integer a = w(1000);
    Integer b = w(1000);
    pause();
    return a.equals(b) && a == w(1000);
  }

  @Program @Waits static void nothing() {}

  @Program @Waits static void onlyLog() {
    log("here");
  }

  @Program @Waits static void ends() {
    pause();
  }

  @Program @Waits static Object deadLocals() {
    {
      String gone = w("gone");
      log(gone);
    }
    {
      int slot = w(3);
      log(slot);
    }
    {
      long slot = w(4L);
      log(slot);
      pause();
    }
    double slot = w(5.0);
    pause();
    return slot;
  }

  @Program @Waits static Object uninitialised() {
    int x;
    String s;
    if (w(true)) {
      x = w(1);
      s = "one";
    } else {
      x = 2;
      s = w("two");
    }
    pause();
    log(x, s);
    return s + x;
  }

  @Program @Waits static Object slotsReused() {
    for (int i = 0; i < 2; i++) {
      long l = w(i);
      log(l);
    }
    for (Object o : new Object[] {"a", 1}) {
      pause();
      log(o);
    }
    int last = w(9);
    return last;
  }

  @Program @Waits static Object unused() {
    w(1);
    w("x");
    w(2.0);
    w(3L);
    return w('c');
  }

  @Program @Waits static Object constantAcross() {
    final int k = 5;
    final String s = "con" + "stant";
    pause();
    return s + k;
  }

  @Program @Waits static Object sameValueTwice() {
    Object o = w(new int[] {1});
    Object p = o;
    pause();
    return o == p;
  }

  @Program @Waits static Object nullTypedLocal() {
    var nothing = (Object) null;
    Object other = null;
    pause();
    log(nothing, other);
    other = w("x");
    pause();
    return other;
  }
}
