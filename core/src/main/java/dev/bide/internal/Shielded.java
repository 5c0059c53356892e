package dev.bide.internal;

import dev.bide.AsyncSupplier;
import org.jspecify.annotations.Nullable;

/** Runs a block that no cancel reaches; an abort does. */
public final class Shielded<T extends @Nullable Object, X extends Exception>
    extends Combinator<T, X> implements Uncancellable {
  private final AsyncSupplier<? extends T, ? extends X> block;

  /** Of a block or computation. */
  public Shielded(AsyncSupplier<? extends T, ? extends X> block) {
    this.block = block;
  }

  @Override
  void begin(EngineContext cx) {
    start(cx, Blocks.computation(block));
  }

  @Override
  void ended(ChildRoot child) {}

  @Override
  public void cancel() {} // the request waits for the owner's next leaf

  @Override
  @Nullable Object outcome(EngineContext cx) throws Throwable {
    ChildRoot r = child(0);
    if (r.failure != null) {
      throw r.failure;
    }
    return r.value;
  }
}
