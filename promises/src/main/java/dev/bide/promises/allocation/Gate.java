package dev.bide.promises.allocation;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A leaf that waits each time it is awaited, until it is opened. One object for all awaits of it,
 * as a socket's read is.
 */
final class Gate implements Async<@Nullable Void, RuntimeException> {
  private final boolean leaky;
  private @Nullable Waker waker;
  private boolean open;
  private int polls;
  @Nullable Object leak;

  Gate(boolean leaky) {
    this.leaky = leaky;
  }

  void open() {
    open = true;
    Objects.requireNonNull(waker, "nobody waits").wake();
  }

  @Override
  public @Nullable Object poll(Context cx) {
    if (leaky) {
      leak = new byte[polls++ & 1];
    }
    if (open) {
      open = false;
      waker = null; // a leaf forgets its waker when it ends
      return null;
    }
    waker = cx.waker();
    return Poll.PENDING;
  }

  @Override
  public void cancel() {}
}
