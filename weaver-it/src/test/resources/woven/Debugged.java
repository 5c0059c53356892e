package woven;

import static dev.bide.Async.async;
import static woven.Support.*;

import dev.bide.*;
import java.io.*;

/** What the debugger's test stops in, by line. */
public final class Debugged {
  private final int field = 3;

  private static int pass(int i) {
    return i;
  }

  Async<Integer, IOException> block() {
    return async(() -> {
      int x = 1;
      int y = v(5).await();
      int z = x + y;
      for (int i = 0; i < 2; i++) {
        z += v(5).await();
      }
      int w = pass(v(5).await()) + field;
      return z + w;
    });
  }

  /** Runs the block; each of its awaits waits as often as the argument says. */
  public static void main(String[] arguments) {
    Support.pending = Integer.parseInt(arguments[0]);
    System.out.println(Support.outcome(new Debugged().block()));
  }
}
