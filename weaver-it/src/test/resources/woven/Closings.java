package woven;

import static dev.bide.Async.async;
import static woven.Support.*;

import dev.bide.*;
import java.io.*;
import java.util.*;
import java.util.function.*;

/** try-with-resources over what closes at once and what waits for it. */
public final class Closings {
  private Closings() {}

  public static Map<String, Async<?, ?>> programs() {
    Map<String, Async<?, ?>> all = new LinkedHashMap<>();
    all.put("mode0", twr(0));
    all.put("mode1", twr(1));
    all.put("mode2", twr(2));
    all.put("mode3", twr(3));
    all.put("mode4", twr(4));
    all.put("mode5", twr(5));
    return all;
  }

  static class R implements AsyncCloseable<IOException> {
    final String n;
    final String f;

    R(String n, String f) {
      this.n = n;
      this.f = f;
      log.add("open " + n);
    }

    public Async<Void, IOException> closeAsync() {
      return async(() -> {
        log.add("closing " + n);
        v(1).await();
        if (f != null) throw new IOException(f);
      });
    }
  }

  static Async<Integer, IOException> twr(int mode) {
    return async(() -> {
      try (R a = new R("a", mode == 1 ? "a1" : null);
          AutoCloseable b = new R("b", mode == 2 ? "b2" : null);
          StringReader r = new StringReader("x");
          var n = (R) null) {
        int x = v(1).await();
        if (mode == 3) return x + 1;
        if (mode == 4) throw new IOException("body");
        if (mode >= 5) {
          fail("leaf").await();
        }
        log.add("body done");
      } catch (IOException e) {
        log.add(e.getMessage() + Arrays.toString(e.getSuppressed()));
        return v(-1).await();
      } catch (Exception e) {
        log.add("E" + e);
      }
      return 5;
    });
  }
}
