package dev.bide.promises.web;

import static dev.bide.Async.join;
import static dev.bide.Async.sleep;

import dev.bide.Async;
import dev.bide.web.WebScheduler;
import java.time.Duration;

/** A program that uses little of Bide. That it compiles to Wasm GC is what is tested. */
public final class SmallProgram {
  private SmallProgram() {}

  /** Started by the page that loads it. */
  public static void main(String[] args) {
    new WebScheduler()
        .spawn(() -> {
          join(sleep(Duration.ofMillis(1)), sleep(Duration.ofMillis(2))).await();
          System.out.println(Async.of("awake").timeout(Duration.ofMillis(3)).await());
        });
  }
}
