package dev.bide.promises.web;

import static dev.bide.Async.sleep;

import dev.bide.promises.program.RespProgram;
import dev.bide.web.WebScheduler;
import java.time.Duration;

/**
 * What runs outside a Java runtime: compiled to JavaScript for Node.js, and to Wasm GC for a
 * browser. Says {@code RESULT calls=… ticks=…} when it has ended.
 *
 * <p>Arguments: how many calls; {@code break} for one call that asks for something else.
 */
public final class WebProgram {
  private WebProgram() {}

  /** Starts it; it ends when the host's event loop has nothing left to do. */
  public static void main(String[] args) {
    int calls = Integer.parseInt(args[0]);
    boolean faulty = args.length > 1 && args[1].equals("break");
    WebScheduler scheduler = new WebScheduler();
    int[] ticks = new int[1];
    scheduler.spawn(() -> {
      for (int i = 0; i < 10; i++) {
        sleep(Duration.ofMillis(1)).await();
        ticks[0]++;
      }
    });
    scheduler.spawn(() -> {
      int right = RespProgram.overPipe(calls, faulty).await();
      while (ticks[0] < 10) {
        sleep(Duration.ofMillis(1)).await();
      }
      System.out.println("RESULT calls=" + right + " ticks=" + ticks[0]);
    });
  }
}
