package programs;

import static dev.bide.twins.sync.Leaves.*;

import dev.bide.twins.Program;
import dev.bide.twins.Waits;
import dev.bide.twins.sync.*;
import dev.bide.twins.sync.Resource;
import java.io.*;
import java.util.*;
import java.util.function.*;

/** try-with-resources over what waits to close and what does not. */
class Resources {
  static class Plain implements AutoCloseable {
    final String name;

    Plain(String name) {
      log("open", name);
      this.name = name;
    }

    @Override
    public void close() {
      log("close", name);
    }
  }

  static class Failing extends Plain {
    Failing(String name) {
      super(name);
    }

    @Override
    public void close() {
      super.close();
      throw new IllegalStateException("close " + name);
    }
  }

  /** Its closing is a block. */
  static class Blocky implements AsyncCloseable<IOException> {
    final String name;

    Blocky(String name) {
      log("open", name);
      this.name = name;
    }

    @Override
    @Waits public void closeAsync() throws IOException {
      log("closing", name);
      try {
        pause();
        if (name.startsWith("bad")) throw new IOException("close " + name);
      } finally {
        log("closed", name, w(name));
      }
    }
  }

  @Program @Waits static Object plain() {
    try (var p = new Plain("p")) {
      return w(p.name);
    }
  }

  @Program @Waits static Object plainTwo() {
    try (var p = new Plain(w("p")); Plain q = new Plain(w("q"))) {
      log(w(p.name + q.name));
    }
    return w("end");
  }

  @Program @Waits static Object plainFails() {
    try (var p = new Failing("p"); var q = new Failing("q")) {
      throw new IllegalArgumentException(w("body"));
    } catch (IllegalArgumentException e) {
      pause();
      return e;
    } finally {
      log("finally", w(1));
    }
  }

  @Program @Waits static Object plainCloseFails() {
    try (var p = new Failing("p"); var q = new Plain("q")) {
      pause();
    } catch (IllegalStateException e) {
      return e;
    }
    return "never";
  }

  @Program @Waits static Object nullResource() {
    try (Plain p = null) {
      return w("null is fine");
    }
  }

  @Program @Waits static Object waitingNull() {
    try (Resource<RuntimeException> r = w((Resource<RuntimeException>) null)) {
      return w(r == null);
    }
  }

  @Program @Waits static Object waiting() {
    try (var r = resource("r")) {
      return r.use();
    }
  }

  @Program @Waits static Object waitingTwo() {
    int n = 0;
    try (var r = resource("r"); var s = resource(w("s")); var p = new Plain("p")) {
      n += r.use().length();
      log(s.use());
    }
    return n + w(1);
  }

  @Program @Waits static Object waitingBodyFails() throws IOException {
    try (var r = resource("r"); var s = badResource("s", new IOException("close s"))) {
      fail(new IOException(s.use()));
    }
    return null;
  }

  @Program @Waits static Object waitingCloseFails() {
    try (var r = badResource("r", new IOException("close r"))) {
      log(r.use());
    } catch (IOException e) {
      return w(e.getMessage());
    } finally {
      pause();
    }
    return "never";
  }

  @Program @Waits static Object bothFail() {
    try (var r = badResource("r", new IOException("close r"));
        var s = badResource("s", new FileNotFoundException("close s"))) {
      throw new IllegalStateException("body");
    } catch (IOException | IllegalStateException e) {
      return e;
    }
  }

  @Program @Waits static Object blockCloses() throws IOException {
    try (var b = new Blocky("b"); Blocky c = new Blocky("c")) {
      log(w(b.name), c.name);
    }
    return w(2);
  }

  @Program @Waits static Object blockCloseFails() throws IOException {
    try (var b = new Blocky("bad b"); var c = new Blocky("bad c")) {
      throw new IOException(w("body"));
    }
  }

  @Program @Waits static Object byInterface() throws Exception {
    AutoCloseable[] all = {new Plain("p"), new Blocky("b"), resource("r")};
    int n = 0;
    for (AutoCloseable a : all) {
      try (a) {
        n += w(1);
      }
    }
    return n;
  }

  @Program @Waits static Object inLoop() {
    int n = 0;
    for (int i = 0; i < 3; i++) {
      try (var r = resource("r" + i)) {
        if (i == 0) continue;
        n += r.use().length();
        if (i == 1) break;
      } finally {
        log("finally", i);
      }
    }
    return n;
  }

  @Program @Waits static Object opensFails() {
    try (var p = new Plain("p"); var q = new Plain(String.valueOf(1 / w(0)))) {
      log("never");
    } catch (ArithmeticException e) {
      return w(e.getMessage());
    }
    return "never";
  }

  @Program @Waits static Object existingVariable() throws IOException {
    final Blocky b = new Blocky("b");
    Resource<RuntimeException> r = resource("r");
    try (b; r) {
      log(r.use(), b.name);
    }
    return w(1);
  }

  @Program @Waits static Object nestedTries() throws IOException {
    StringBuilder sb = new StringBuilder();
    try (var a = resource("a")) {
      try (var b = new Blocky("b")) {
        sb.append(a.use());
        try (var c = new Failing("c")) {
          sb.append(w(c.name));
        } catch (IllegalStateException e) {
          sb.append(w(e.getMessage()));
        }
      }
    } finally {
      sb.append(w("!"));
    }
    return sb.toString();
  }

  @Program @Waits static Object streamAndResource() throws IOException {
    for (String s : stream("x", "y").await()) {
      try (var b = new Blocky(s)) {
        if (w(s).equals("y")) return s;
      }
    }
    return null;
  }

  @Program @Waits static Object explicitClosing() throws IOException {
    var b = new Blocky("b");
    try {
      pause();
    } finally {
      b.closeAsync();
    }
    return w(1);
  }

  @Program @Waits static Object emptyBody() throws IOException {
    try (var b = new Blocky("b"); var p = new Plain("p")) {
    }
    try (var b = new Blocky("bad")) {
    } catch (IOException e) {
      return e;
    }
    return null;
  }

  @Program @Waits static Object suppressedSame() {
    IOException x = new IOException("x");
    try (var r = badResource("r", x)) {
      try (var s = badResource("s", new IOException("y"))) {
        pause();
      }
    } catch (IOException e) {
      return e;
    }
    return null;
  }

  @Program @Waits static Object returnsResourceValue() {
    try (var r = resource("r")) {
      try {
        return r.use() + w(1);
      } finally {
        log("inner", w(2));
      }
    } finally {
      log("outer", w(3));
    }
  }
}
