package dev.bide.it;

import static org.assertj.core.api.Assertions.assertThat;

import dev.bide.Async;
import dev.bide.testing.TestRuntime;

/** What tests of blocks ask that have so much code that several methods resume them. */
final class LargeBlocks {
  private LargeBlocks() {}

  /** The line of the caller. */
  static int here() {
    return new Throwable().getStackTrace()[1].getLineNumber();
  }

  /** That the block which a method of a class returns is one. */
  static void isResumedBySeveralMethods(Class<?> in, String block) {
    assertThat(in.getDeclaredMethods())
        .extracting(m -> m.getName())
        .anyMatch(name -> name.matches("lambda\\$" + block + "\\$\\d+\\$resume\\$2"));
  }

  /** How many turns it takes as a task of its own. */
  static int turnsOf(TestRuntime runtime, Async<Integer, RuntimeException> busy) {
    var task = runtime.spawn(() -> busy.await());
    int turns = runtime.runUntilIdle();
    assertThat(task.isEnded()).isTrue();
    return turns;
  }
}
