package programs;

import static dev.bide.twins.sync.Leaves.*;

import dev.bide.twins.Program;
import dev.bide.twins.Waits;
import dev.bide.twins.sync.*;
import java.io.*;
import java.util.*;
import java.util.function.*;

/** What is left of the language: operators, casts, strings, arrays, assert, text blocks. */
class Language {
  @Program @Waits static Object compoundAssignments() {
    byte b = 10;
    b += w(300);
    b <<= w(1);
    short s = 7;
    s *= w(10000);
    char c = 'a';
    c += w(1.9);
    int i = 5;
    i -= w(2.5);
    i /= w(2);
    i %= w(3);
    long l = 1;
    l <<= w(33);
    l >>>= w(2L);
    l ^= w(255);
    float f = 1;
    f /= w(3);
    double d = 1;
    d %= w(0.3f);
    log(b, s, c, i, l, f, d);
    String t = "t";
    t += w(1) + w(2);
    t += w('c');
    t += w((Object) null);
    return t;
  }

  @Program @Waits static Object bits() {
    int x = w(0xF0F0);
    long y = w(0x0F0F_0F0F_0F0FL);
    log(x & w(0xFF), x | w(1), x ^ w(-1), ~w(x), -w(x), +w(x));
    log(x << w(40), x >> w(2), -x >>> w(28), y << w(40), -y >> w(3), -y >>> w(60L));
    return Integer.bitCount(x) + Long.numberOfTrailingZeros(y << w(4));
  }

  @Program @Waits static Object casts() {
    double d = w(1e10);
    log((int) d, (long) d, (byte) w(200), (char) w(98), (short) w(70000L), (int) w(Float.NaN), (byte) w(-1.5));
    Object o = w((Object) 7);
    int i = (Integer) o;
    long l = (int) (Integer) o;
    Number n = (Number) w(o);
    log(i, l, n.doubleValue());
    try {
      String s = (String) w(o);
      return s;
    } catch (ClassCastException e) {
      return e;
    }
  }

  @Program @Waits static Object integerOverflow() {
    int i = w(Integer.MAX_VALUE);
    i += w(1);
    long l = w(Long.MIN_VALUE) - w(1L);
    log(i, l, Math.abs(w(Integer.MIN_VALUE)), w(Integer.MIN_VALUE) / w(-1), w(-7) % w(3));
    try {
      return Math.addExact(w(Integer.MAX_VALUE), w(1));
    } catch (ArithmeticException e) {
      return e;
    }
  }

  @Program @Waits static Object floats() {
    log(w(0.0) == w(-0.0), w(Double.NaN) == w(Double.NaN), 1 / w(0.0), -1 / w(0f), w(0.1) + w(0.2));
    log(w(5.5) % w(2), (float) w(1e40), w(1) / w(2.0), w(7) / w(2));
    return Double.compare(w(0.0), w(-0.0));
  }

  @Program @Waits static Object concatenation() {
    String s = "a" + w(1) + w('b') + w(2L) + w(1.5) + w(true) + w((Object) null) + w("end") + w(1.5f);
    String t = w(1) + w(2) + "x" + w(1) + w(2);
    String u = "" + w('a') + w('b') + (w('a') + w('b')) + (char) (w('a') + w(1));
    return s + t + u + new int[w(0)].length;
  }

  @Program @Waits static Object longConcatenation() {
    StringBuilder sb = new StringBuilder();
    String s = "";
    for (int i = 0; i < 5; i++) s = s + w(i) + "," + s.length();
    sb.append(s).append(w(1)).append('x').append(w("y")).insert(w(0), w(2.0));
    return sb.reverse().toString();
  }

  @Program @Waits static Object textBlock() {
    String s = """
        Hello, "%s"
          indented \
        joined
        """.formatted(w("you"));
    pause();
    return s + """
        end""";
  }

  @Program @Waits static Object unnamed() {
    int n = 0;
    for (var _ : List.of(1, 2)) n += w(1);
    try {
      fail(new IOException("x"));
    } catch (IOException _) {
      n += w(10);
    }
    BiFunction<Integer, Integer, Integer> f = (_, b) -> b;
    var _ = w("dropped");
    record R(int a, int b) {}
    if (w((Object) new R(1, n)) instanceof R(_, int b)) return f.apply(1, b);
    return null;
  }

  @Program @Waits static Object assertions() {
    int n = w(3);
    assert n == w(3) : w("never");
    try {
      assert n == w(4) : "n is " + w(n);
      return "not asserted";
    } catch (AssertionError e) {
      return e;
    }
  }

  @Program @Waits static Object arrays() {
    int[][] m = new int[w(2)][w(3)];
    m[w(1)][w(2)] = w(7);
    m[0] = new int[] {w(1), w(2)};
    long[][][] big = new long[w(1)][2][];
    big[0][1] = new long[] {w(5L)};
    char[] cs = {w('a'), 'b'};
    boolean[] bs = {w(true), false};
    byte[] bytes = {w((byte) 1), 2};
    short[] shorts = new short[] {w((short) 3)};
    float[] fs = {w(1f)};
    double[] ds = {w(1.0), w(2)};
    Object[] os = {w(1), w("s"), null};
    log(m, big, cs, bs, bytes, shorts, fs, ds, os);
    return m[1].length + m.clone()[w(1)][2] + big[0].length;
  }

  @Program @Waits static Object arrayElements() {
    byte[] b = {1, 2};
    b[w(0)] += w(200);
    b[1]++;
    char[] c = {'a'};
    c[0] += w(1);
    boolean[] z = {true};
    z[0] &= w(false);
    double[] d = {1};
    d[w(0)] /= w(4);
    String[] s = {"x"};
    s[0] += w(1);
    Integer[] boxed = {5};
    boxed[w(0)]++;
    boxed[0] += w(1);
    log(b, c, z, d, s, boxed);
    int i = 0;
    int[] a = {10, 20, 30};
    a[i] = i = w(2);
    a[i++] += w(i);
    return a;
  }

  @Program @Waits static Object boxing() {
    Integer i = w(5);
    i++;
    i += w(2);
    Long l = w(3L);
    l = l + i;
    Character c = w('a');
    c++;
    Double d = w(1.5) * i;
    Boolean b = !w(Boolean.FALSE);
    List<Integer> list = new ArrayList<>(List.of(5, 6, 7));
    list.remove(w(1));
    list.remove(Integer.valueOf(w(7)));
    log(i, l, c, d, b, list);
    return i == 8 && l > i;
  }

  @Program @Waits static Object evaluationOrder() {
    int[] a = {0, 0, 0};
    int i = 0;
    a[i++] = a[i] = i++ + w(i);
    log(a, i);
    int j = 1;
    j = j++ + w(j) + (j = w(10)) * j--;
    int k = 3;
    k += (k = w(5)) + k++;
    log(i, j, k);
    return say(1) + w(say(2)) * say(3) - w(say(4));
  }

  @Program @Waits static Object vars() {
    var i = w(1);
    var l = w(2L);
    var s = w("s");
    var list = new ArrayList<Map<String, ? extends Number>>();
    list.add(Map.of("a", w(1.5)));
    final var f = w(true);
    pause();
    return i + l + s + list + f;
  }

  @Program @Waits static Object scopes() {
    {
      int x = w(1);
      log(x);
    }
    {
      String x = w("x");
      log(x);
    }
    for (int x = 0; x < 1; x++) log(w(x));
    if (w((Object) "q") instanceof String x) log(x);
    return w(2);
  }

  @Program @Waits static Object stringSwitchInTernary() {
    return w(true) ? switch (w("b")) { case "a" -> 1; case "b" -> w(2); default -> 3; } : w(4);
  }

  @Program @Waits static Object instanceOfs() {
    Object[] all = {1, "s", null, new int[1], new String[1], 'c'};
    StringBuilder sb = new StringBuilder();
    for (Object o : all) {
      if (w(o) instanceof Integer) sb.append('i');
      else if (o instanceof int[] a && w(a.length) == 1) sb.append('a');
      else if (o instanceof Object[] os) sb.append(os.length);
      else if (!(o instanceof String s)) sb.append(o == null ? w('n') : '?');
      else sb.append(w(s));
    }
    return sb.toString();
  }

  @Program @Waits static Object classLiterals() {
    Class<?> c = w(int[].class);
    pause();
    return c.getSimpleName() + String.class.getName() + w(void.class);
  }

  @Program @Waits static Object semicolons() {
    ;
    pause();
    ;
    for (; ; ) {
      if (w(true)) break;
    }
    {}
    return 1;
  }

  @Program @Waits static Object bigConstants() {
    long l = w(1L) + 0x7FFF_FFFF_FFFFL;
    double d = w(1) + 1e300;
    float f = w(2) * 3.5e-10f;
    int i = w(3) + 100_000 + 40_000 + 32_768 - 129;
    char c = '\uFFFF';
    pause();
    return i + l + d + f + c + "\u00e9\ud83d\ude00" + w("\0\7");
  }

  @Program @Waits static Object hugeMethod() {
    int n = w(1);
    if (n == 1) {
      n = n * 31 + say(1); if (n % 3 == 0) { n ^= w(1); log(n); }
      n = n * 31 + say(2); if (n % 4 == 0) { n ^= w(2); log(n); }
      n = n * 31 + say(3); if (n % 5 == 0) { n ^= w(3); log(n); }
      n = n * 31 + say(4); if (n % 6 == 0) { n ^= w(4); log(n); }
      n = n * 31 + say(5); if (n % 7 == 0) { n ^= w(5); log(n); }
      n = n * 31 + say(6); if (n % 8 == 0) { n ^= w(6); log(n); }
      n = n * 31 + say(7); if (n % 9 == 0) { n ^= w(7); log(n); }
      n = n * 31 + say(8); if (n % 10 == 0) { n ^= w(8); log(n); }
      n = n * 31 + say(9); if (n % 11 == 0) { n ^= w(9); log(n); }
      n = n * 31 + say(10); if (n % 12 == 0) { n ^= w(10); log(n); }
      n = n * 31 + say(11); if (n % 13 == 0) { n ^= w(11); log(n); }
      n = n * 31 + say(12); if (n % 14 == 0) { n ^= w(12); log(n); }
      n = n * 31 + say(13); if (n % 15 == 0) { n ^= w(13); log(n); }
      n = n * 31 + say(14); if (n % 16 == 0) { n ^= w(14); log(n); }
      n = n * 31 + say(15); if (n % 17 == 0) { n ^= w(15); log(n); }
      n = n * 31 + say(16); if (n % 18 == 0) { n ^= w(16); log(n); }
      n = n * 31 + say(17); if (n % 19 == 0) { n ^= w(17); log(n); }
      n = n * 31 + say(18); if (n % 20 == 0) { n ^= w(18); log(n); }
      n = n * 31 + say(19); if (n % 21 == 0) { n ^= w(19); log(n); }
      n = n * 31 + say(20); if (n % 22 == 0) { n ^= w(20); log(n); }
      n = n * 31 + say(21); if (n % 23 == 0) { n ^= w(21); log(n); }
      n = n * 31 + say(22); if (n % 24 == 0) { n ^= w(22); log(n); }
      n = n * 31 + say(23); if (n % 25 == 0) { n ^= w(23); log(n); }
      n = n * 31 + say(24); if (n % 26 == 0) { n ^= w(24); log(n); }
      n = n * 31 + say(25); if (n % 27 == 0) { n ^= w(25); log(n); }
      n = n * 31 + say(26); if (n % 28 == 0) { n ^= w(26); log(n); }
      n = n * 31 + say(27); if (n % 29 == 0) { n ^= w(27); log(n); }
      n = n * 31 + say(28); if (n % 30 == 0) { n ^= w(28); log(n); }
      n = n * 31 + say(29); if (n % 31 == 0) { n ^= w(29); log(n); }
      n = n * 31 + say(30); if (n % 32 == 0) { n ^= w(30); log(n); }
      n = n * 31 + say(31); if (n % 33 == 0) { n ^= w(31); log(n); }
      n = n * 31 + say(32); if (n % 34 == 0) { n ^= w(32); log(n); }
      n = n * 31 + say(33); if (n % 35 == 0) { n ^= w(33); log(n); }
      n = n * 31 + say(34); if (n % 36 == 0) { n ^= w(34); log(n); }
      n = n * 31 + say(35); if (n % 37 == 0) { n ^= w(35); log(n); }
      n = n * 31 + say(36); if (n % 38 == 0) { n ^= w(36); log(n); }
      n = n * 31 + say(37); if (n % 39 == 0) { n ^= w(37); log(n); }
      n = n * 31 + say(38); if (n % 40 == 0) { n ^= w(38); log(n); }
      n = n * 31 + say(39); if (n % 41 == 0) { n ^= w(39); log(n); }
      n = n * 31 + say(40); if (n % 42 == 0) { n ^= w(40); log(n); }
      n = n * 31 + say(41); if (n % 43 == 0) { n ^= w(41); log(n); }
      n = n * 31 + say(42); if (n % 44 == 0) { n ^= w(42); log(n); }
      n = n * 31 + say(43); if (n % 45 == 0) { n ^= w(43); log(n); }
      n = n * 31 + say(44); if (n % 46 == 0) { n ^= w(44); log(n); }
      n = n * 31 + say(45); if (n % 47 == 0) { n ^= w(45); log(n); }
      n = n * 31 + say(46); if (n % 48 == 0) { n ^= w(46); log(n); }
      n = n * 31 + say(47); if (n % 49 == 0) { n ^= w(47); log(n); }
      n = n * 31 + say(48); if (n % 50 == 0) { n ^= w(48); log(n); }
      n = n * 31 + say(49); if (n % 51 == 0) { n ^= w(49); log(n); }
      n = n * 31 + say(50); if (n % 52 == 0) { n ^= w(50); log(n); }
      n = n * 31 + say(51); if (n % 53 == 0) { n ^= w(51); log(n); }
      n = n * 31 + say(52); if (n % 54 == 0) { n ^= w(52); log(n); }
      n = n * 31 + say(53); if (n % 55 == 0) { n ^= w(53); log(n); }
      n = n * 31 + say(54); if (n % 56 == 0) { n ^= w(54); log(n); }
      n = n * 31 + say(55); if (n % 57 == 0) { n ^= w(55); log(n); }
      n = n * 31 + say(56); if (n % 58 == 0) { n ^= w(56); log(n); }
      n = n * 31 + say(57); if (n % 59 == 0) { n ^= w(57); log(n); }
      n = n * 31 + say(58); if (n % 60 == 0) { n ^= w(58); log(n); }
      n = n * 31 + say(59); if (n % 61 == 0) { n ^= w(59); log(n); }
      n = n * 31 + say(60); if (n % 62 == 0) { n ^= w(60); log(n); }
    }
    return n + w(2);
  }

  @Program @Waits static Object manyAwaits() {
    int n = 0;
    n = n * 3 + w(1);
    n = n * 3 + w(2);
    n = n * 3 + w(3);
    n = n * 3 + w(4);
    n = n * 3 + w(5);
    n = n * 3 + w(6);
    n = n * 3 + w(7);
    n = n * 3 + w(8);
    n = n * 3 + w(9);
    n = n * 3 + w(10);
    n = n * 3 + w(11);
    n = n * 3 + w(12);
    n = n * 3 + w(13);
    n = n * 3 + w(14);
    n = n * 3 + w(15);
    n = n * 3 + w(16);
    n = n * 3 + w(17);
    n = n * 3 + w(18);
    n = n * 3 + w(19);
    n = n * 3 + w(20);
    n = n * 3 + w(21);
    n = n * 3 + w(22);
    n = n * 3 + w(23);
    n = n * 3 + w(24);
    n = n * 3 + w(25);
    n = n * 3 + w(26);
    n = n * 3 + w(27);
    n = n * 3 + w(28);
    n = n * 3 + w(29);
    n = n * 3 + w(30);
    n = n * 3 + w(31);
    n = n * 3 + w(32);
    n = n * 3 + w(33);
    n = n * 3 + w(34);
    n = n * 3 + w(35);
    n = n * 3 + w(36);
    n = n * 3 + w(37);
    n = n * 3 + w(38);
    n = n * 3 + w(39);
    n = n * 3 + w(40);
    n = n * 3 + w(41);
    n = n * 3 + w(42);
    n = n * 3 + w(43);
    n = n * 3 + w(44);
    n = n * 3 + w(45);
    n = n * 3 + w(46);
    n = n * 3 + w(47);
    n = n * 3 + w(48);
    n = n * 3 + w(49);
    n = n * 3 + w(50);
    n = n * 3 + w(51);
    n = n * 3 + w(52);
    n = n * 3 + w(53);
    n = n * 3 + w(54);
    n = n * 3 + w(55);
    n = n * 3 + w(56);
    n = n * 3 + w(57);
    n = n * 3 + w(58);
    n = n * 3 + w(59);
    n = n * 3 + w(60);
    n = n * 3 + w(61);
    n = n * 3 + w(62);
    n = n * 3 + w(63);
    n = n * 3 + w(64);
    n = n * 3 + w(65);
    n = n * 3 + w(66);
    n = n * 3 + w(67);
    n = n * 3 + w(68);
    n = n * 3 + w(69);
    n = n * 3 + w(70);
    return n;
  }

  @Program @Waits static Object checkedKinds() throws Exception {
    try {
      if (w(true)) fail(new IOException("io"));
      else fail(new InterruptedException("int"));
    } catch (IOException e) {
      throw new Exception(w("both"), e);
    }
    return null;
  }

  @Waits static <X extends Exception> int throwing(X x, boolean now) throws X {
    if (w(now)) throw x;
    return 1;
  }

  @Program @Waits static Object thrownTypeVariable() {
    try {
      int n = throwing(new IOException("a"), false);
      n += throwing(new IllegalStateException("b"), false);
      n += throwing(new IOException("c"), true);
      return n;
    } catch (IOException e) {
      return e;
    }
  }

  @Program @Waits static Object sneaky() {
    try {
      Language.<RuntimeException>sneak(new IOException(w("sneaked")));
    } catch (Exception e) {
      return e;
    }
    return null;
  }

  @SuppressWarnings("unchecked")
  @Waits static <X extends Exception> void sneak(Exception e) throws X {
    pause();
    throw (X) e;
  }
}
