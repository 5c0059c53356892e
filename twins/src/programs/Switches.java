package programs;

import static dev.bide.twins.sync.Leaves.*;

import dev.bide.twins.Program;
import dev.bide.twins.Waits;
import dev.bide.twins.sync.*;
import java.io.*;
import java.util.*;
import java.util.function.*;

/** Switch statements and expressions over all that Java has. */
class Switches {
  enum Color { RED, GREEN, BLUE }

  sealed interface Shape permits Circle, Box, Pair {}
  record Circle(int radius) implements Shape {}
  record Box(int w, long h) implements Shape {}
  record Pair<A extends Shape, B extends Shape>(A first, B second) implements Shape {}

  @Program @Waits static Object onInt() {
    StringBuilder sb = new StringBuilder();
    for (int i = 0; i < 5; i++) {
      switch (w(i)) {
        case 0:
          sb.append("zero");
          break;
        case 1:
          sb.append(w("one"));
        case 2:
          sb.append("two");
          break;
        default:
          sb.append(w('?'));
          if (i == 4) return sb.toString();
      }
    }
    return "never";
  }

  @Program @Waits static Object sparse() {
    int n = 0;
    for (int i : new int[] {-1000, 7, 1 << 30, 3}) {
      switch (i) {
        case -1000 -> n += w(1);
        case 1 << 30 -> n += w(2);
        case 7 -> {
          n += w(3);
          n *= 2;
        }
        default -> n += 5;
      }
    }
    return n;
  }

  @Program @Waits static Object onString() {
    StringBuilder sb = new StringBuilder();
    for (String s : new String[] {"a", "Aa", "BB", "none", ""}) {
      switch (w(s)) {
        case "Aa" -> sb.append(w(1));
        case "BB" -> sb.append(2);
        case "" -> sb.append(w("empty"));
        case "a" -> {
          pause();
          sb.append('a');
        }
        default -> sb.append('-');
      }
    }
    return sb.toString();
  }

  @Program @Waits static Object onNullString() {
    try {
      switch (w((String) null)) {
        case "a":
          return 1;
        default:
          return 2;
      }
    } catch (NullPointerException e) {
      return w("npe");
    }
  }

  @Program @Waits static Object onEnum() {
    int n = 0;
    for (Color c : Color.values()) {
      n = n * 10 + switch (w(c)) {
        case RED -> w(1);
        case GREEN -> 2;
        case BLUE -> {
          pause();
          yield w(3);
        }
      };
    }
    return n;
  }

  @Program @Waits static Object onChar() {
    StringBuilder sb = new StringBuilder();
    for (char c : "ab{".toCharArray()) {
      sb.append(switch (w(c)) {
        case 'a', 'b' -> w("letter");
        default -> "other";
      });
    }
    return sb.toString();
  }

  @Waits static String describe(Object o) {
    return switch (o) {
      case null -> w("null");
      case Integer i when i > 10 -> "big " + w(i);
      case Integer i -> "int " + i;
      case String s when s.isEmpty() -> w("empty");
      case String s -> "string " + w(s);
      case Circle(int r) when r == 0 -> "point";
      case Circle(var r) -> "circle " + w(r);
      case Box(int w, long h) -> "box " + (w * h);
      case Pair(Circle(int a), Circle(int b)) -> "circles " + w(a + b);
      case Pair<?, ?>(var a, Box(_, long h)) -> "pair " + w(a) + h;
      case Pair<?, ?> p -> "other " + p;
      case int[] a -> "ints " + a.length;
      case Color c when c == Color.RED -> w("red");
      case Color c -> c.name();
      default -> "object";
    };
  }

  @Program @Waits static Object patterns() {
    for (Object o : new Object[] {null, 3, 30, "", "x", new Circle(0), new Circle(2), new Box(2, 3),
        new Pair<>(new Circle(1), new Circle(2)), new Pair<>(new Circle(1), new Box(1, 9)),
        new Pair<>(new Box(1, 1), new Circle(1)), new int[2], Color.RED, Color.BLUE, 'c'}) {
      log(describe(o));
    }
    return null;
  }

  @Waits static boolean wide(Box b) {
    return w(b.w() > b.h());
  }

  static int area(Shape s) {
    return s instanceof Box(int w, long h) ? (int) (w * h) : 0;
  }

  @Program @Waits static Object guardsOnValues() {
    StringBuilder sb = new StringBuilder();
    for (Shape s : List.of(new Circle(5), new Box(1, 2), new Box(9, 9))) {
      switch (w(s)) {
        case Circle c when c.radius() > 3 -> sb.append("C").append(w(c.radius()));
        case Circle _ -> sb.append("c");
        case Box b when area(b) > 10 -> {
          sb.append("B");
          pause();
          sb.append(b.w());
        }
        case Box(int x, long y) -> sb.append(x).append(w(y));
        case Pair<?, ?> _ -> sb.append("p");
      }
    }
    return sb.toString();
  }

  @Program @Waits static Object yieldWithTry() {
    int n = 0;
    for (int i = 0; i < 3; i++) {
      int v = switch (i) {
        case 0 -> {
          try {
            yield w(1);
          } finally {
            log("finally", w(i));
          }
        }
        case 1 -> {
          try {
            fail(new IOException("io"));
            yield 7;
          } catch (IOException e) {
            yield w(2);
          }
        }
        default -> {
          for (int j = 0; ; j++) if (w(j) == 2) yield j;
        }
      };
      n = n * 10 + v;
    }
    return n;
  }

  @Program @Waits static Object yieldUnderStack() {
    return say(100) + switch (w(2)) {
      case 1 -> say(1);
      case 2 -> {
        int x = w(5);
        yield x * x;
      }
      default -> throw new IllegalStateException();
    } + w(3);
  }

  @Program @Waits static Object switchAsArgument() {
    return String.format("%s %s", w("a"), switch (w("k")) {
      case "k" -> {
        try {
          yield w(1L);
        } finally {
          pause();
        }
      }
      default -> 2L;
    });
  }

  @Program @Waits static Object oldSwitchExpression() {
    int k = w(2);
    String s = switch (k) {
      case 1:
        yield "one";
      case 2:
        pause();
      case 3:
        yield w("two or three");
      default:
        throw new IllegalArgumentException();
    };
    return s;
  }

  @Program @Waits static Object nestedSwitches() {
    int n = 0;
    for (int i = 0; i < 3; i++) {
      n += switch (i) {
        case 0 -> switch (w("x")) {
          case "x" -> w(10);
          default -> 0;
        };
        case 1 -> {
          switch (w(1)) {
            case 1:
              n++;
              break;
            default:
              n--;
          }
          yield w(20);
        }
        default -> 30;
      };
    }
    return n;
  }

  @Program @Waits static Object throwFromSwitch() {
    try {
      Object o = switch (w(1)) {
        case 1 -> throw new IllegalStateException(w("one"));
        default -> 2;
      };
      return o;
    } catch (IllegalStateException e) {
      return e.getMessage() + w("!");
    }
  }

  @Program @Waits static Object continueFromSwitch() {
    int n = 0;
    loop:
    for (int i = 0; i < 5; i++) {
      switch (i) {
        case 1:
          continue;
        case 3:
          pause();
          break loop;
        default:
          n += w(i);
      }
      n += 100;
    }
    return n;
  }

  record Bad(int x) {
    public int x() {
      throw new IllegalStateException("accessor");
    }
  }

  @Program @Waits static Object matchException() {
    Object o = w((Object) new Bad(1));
    pause();
    if (o instanceof Bad(int x)) return w(x);
    return "no";
  }

  @Program @Waits static Object instanceofPatterns() {
    Object o = w((Object) "text");
    if (!(o instanceof String s) || s.length() < w(2)) {
      return "short";
    }
    pause();
    if (o instanceof CharSequence c && w(c.length()) == 4 && c.charAt(0) == 't') log(c);
    Object p = new Pair<>(new Circle(w(1)), new Box(2, w(3L)));
    if (p instanceof Pair<?, ?>(Circle(var r), Box(var a, var b)) && w(true)) {
      pause();
      return s + r + a + b;
    }
    return s;
  }

  @Program @Waits static Object noDefaultNoMatch() {
    switch (w(9)) {
      case 1:
        log("never");
    }
    switch (w("z")) {
      case "a" -> log("never");
      default -> {}
    }
    return "end";
  }

  @Program @Waits static Object longOfCases() {
    int n = 0;
    for (int i = 0; i < 10; i++) {
      switch (i) {
        case 0: case 1: n += w(1); break;
        case 2: case 3: case 4: n += 10;
        case 5: n += w(100); break;
        case 6: continue;
        case 7: { int k = w(7); n += k; }
        case 8: n++;
        case 9:
      }
    }
    return n;
  }

  @Program @Waits static Object qualifiedEnum() {
    Object o = w((Object) Color.GREEN);
    return switch (o) {
      case Color.RED -> 1;
      case Color.GREEN -> w(2);
      default -> 3;
    };
  }

  @Program @Waits static Object boxedSelector() {
    Integer i = w(Integer.valueOf(3));
    switch (i) {
      case 3 -> log("three");
      default -> log("other");
    }
    Character c = w(Character.valueOf('q'));
    return switch (c) {
      case 'q' -> w("q");
      default -> "?";
    };
  }
}
