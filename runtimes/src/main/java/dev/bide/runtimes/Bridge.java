package dev.bide.runtimes;

import dev.bide.AsyncRunnable;
import dev.bide.AsyncSupplier;
import org.jspecify.annotations.Nullable;

/** From plain code to async code. The other way is {@link dev.bide.Blocking}. */
public final class Bridge {
  private Bridge() {}

  /**
   * Runs a block on the calling thread and waits for it: for a {@code main}, a test, a callback
   * that has to have the value. It needs no runtime: it makes one of its own, of which only those
   * parts come into being that the block uses, and closes it.
   *
   * <p>An interrupt cancels the block, which is run to its end all the same; the thread's interrupt
   * flag is set again afterwards.
   *
   * @return the block's value
   * @throws X what the block throws
   * @throws java.util.concurrent.CancellationException when the block was cancelled
   * @throws IllegalStateException on a thread that polls tasks, which it would block
   */
  public static <T extends @Nullable Object, X extends Exception> T runBlocking(
      AsyncSupplier<? extends T, ? extends X> block) throws X {
    RuntimeThread.refuseToBlock("runBlocking");
    try (LocalRuntime rt = LocalRuntime.builder().name("blocking").build()) {
      return rt.run(block);
    }
  }

  /** The same for a block that gives no value. */
  public static <X extends Exception> void runBlocking(AsyncRunnable<? extends X> block) throws X {
    RuntimeThread.refuseToBlock("runBlocking");
    try (LocalRuntime rt = LocalRuntime.builder().name("blocking").build()) {
      rt.run(block);
    }
  }
}
