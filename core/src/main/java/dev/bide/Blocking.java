package dev.bide;

import dev.bide.internal.BlockingRun;
import org.jspecify.annotations.Nullable;

/** Takes sync code off the runtime's thread. Asks the runtime for {@code BlockingWork}. */
public final class Blocking {
  private Blocking() {}

  /**
   * Runs sync code on a thread that may block, and waits for it. A cancel interrupts the thread and
   * waits for it to end.
   */
  public static <T extends @Nullable Object, X extends Exception> Run<T, X> run(
      Call<? extends T, ? extends X> call) {
    return new BlockingRun<>(call);
  }

  /** The same for code that gives no value. */
  public static <X extends Exception> Run<@Nullable Void, X> run(Act<? extends X> act) {
    return BlockingRun.of(act);
  }

  /** A pending run of sync code. */
  public interface Run<T extends @Nullable Object, X extends Exception> extends Async<T, X> {
    /**
     * For code that ignores interrupts: a cancelled wait ends at once and leaves the code running.
     */
    Async<T, X> abandonOnCancel();
  }

  /** Sync code that gives no value. Not a block: {@code await} may not stand in it. */
  @FunctionalInterface
  public interface Act<X extends Exception> {
    /** The code. */
    void act() throws X;
  }

  /** Sync code. Not a block: {@code await} may not stand in it. */
  @FunctionalInterface
  public interface Call<T extends @Nullable Object, X extends Exception> extends Act<X> {
    /** The code. */
    T call() throws X;

    @Override
    default void act() throws X {
      call();
    }
  }
}
