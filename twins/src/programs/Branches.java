package programs;

import static dev.bide.twins.sync.Leaves.*;

import dev.bide.twins.Program;
import dev.bide.twins.Waits;
import dev.bide.twins.sync.*;
import java.io.*;
import java.util.*;
import java.util.function.*;

/** if, ternary, boolean operators. */
class Branches {
  @Waits static String sign(int n) {
    if (n < 0) return w("negative");
    else if (n == 0) return "zero";
    return w("positive");
  }

  @Program @Waits static Object ifElse() {
    return sign(w(-1)) + sign(0) + sign(w(5));
  }

  @Program @Waits static Object nestedIf() {
    int r = 0;
    for (int i = 0; i < 4; i++) {
      if (w((i & 1) == 0)) {
        r += 1;
        if (i > 1) {
          r += w(10);
        } else {
          log("small", i);
        }
      } else if (w(i) == 3) {
        r += 100;
      }
    }
    return r;
  }

  @Program @Waits static Object shortCircuit() {
    log(w(false) && w(true));
    log(w(true) || w(false));
    log(w(true) && w(true) && w(false));
    log(!w(true) || !(w(false) || w(false)));
    return null;
  }

  @Program @Waits static Object nonShortCircuit() {
    log(w(false) & w(true));
    log(w(true) | w(false));
    log(w(true) ^ w(true));
    boolean b = w(true);
    b &= w(true);
    b |= w(false);
    b ^= w(true);
    return b;
  }

  @Program @Waits static Object ternaries() {
    int a = w(true) ? w(1) : 2;
    long b = w(false) ? w(1) : w(2L);
    Object c = w(true) ? w("s") : Integer.valueOf(3);
    Object d = w(true) ? w(1) : w(2.0);
    Object e = w(false) ? w(1) : w('x');
    log(a, b, c, d, e);
    return w(a == 1) ? b == 2 ? w("both") : "a" : w("none");
  }

  @Program @Waits static Object ternaryNullUnboxing() {
    Integer n = null;
    try {
      int x = w(true) ? n : 0;
      return x;
    } catch (NullPointerException e) {
      return w("npe");
    }
  }

  @Program @Waits static Object comparisons() {
    log(w(1) < w(2), w(1L) >= w(1L), w(Double.NaN) > w(0.0), w(Float.NaN) <= w(0f), w('a') != w('b'));
    log(w(128) == w(128), w(1000L) == w(1000L), w("a") == w("a"));
    return w((Object) null) == null;
  }

  @Program @Waits static Object definiteAssignment() {
    final int x;
    if (w(3) > 2 && (x = w(4)) > 0) {
      pause();
      return x;
    }
    return "none";
  }

  @Program @Waits static Object emptyBranches() {
    if (w(true)) {
    } else {
      log("no");
    }
    if (w(false)) ;
    return w(1);
  }

  @Program @Waits static Object constantConditions() {
    if (true) {
      pause();
    }
    if (false) {
      log(w("never"));
    }
    do {
      log(w("once"));
    } while (false);
    return 1;
  }

  @Program @Waits static Object assignmentInCondition() {
    int n = 3;
    String s;
    StringBuilder sb = new StringBuilder();
    while ((s = next(n--)) != null) sb.append(s);
    return sb.toString();
  }

  @Waits static String next(int n) {
    return w(n) > 0 ? w("n" + n) : null;
  }

  @Program @Waits static Object boxedConditions() {
    Boolean b = w(Boolean.TRUE);
    if (b) log("boxed");
    Boolean nothing = null;
    pause();
    try {
      if (nothing) log("never");
    } catch (NullPointerException e) {
      log("npe");
    }
    return b ? w(1) : 0;
  }
}
