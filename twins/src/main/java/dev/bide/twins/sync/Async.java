package dev.bide.twins.sync;

import org.jspecify.annotations.Nullable;

/** As {@link dev.bide.Async}: cold, runs when {@code await()} is called. */
public interface Async<T extends @Nullable Object, X extends Exception>
    extends AsyncSupplier<T, X> {
  /** Keeps it from being a lambda's target, as in the original. */
  void cancel();

  /** A computation from a block. */
  static <T extends @Nullable Object, X extends Exception> Async<T, X> async(
      AsyncSupplier<? extends T, ? extends X> block) {
    return new Async<>() {
      @Override
      public T body() throws X {
        return block.body();
      }

      @Override
      public void cancel() {
        throw new UnsupportedOperationException();
      }
    };
  }

  /** A computation from a block without a value. */
  static <X extends Exception> Async<@Nullable Void, X> async(AsyncRunnable<? extends X> block) {
    return async(() -> {
      block.voidBody();
      return null;
    });
  }
}
