package dev.bide.bench.rows;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A leaf that waits each time it is awaited, until it is opened. One object for all awaits. */
final class Gate implements Async<@Nullable Void, RuntimeException> {
  private @Nullable Waker waker;
  private boolean open;

  /** Lets whoever waits go on. */
  void open() {
    open = true;
    Objects.requireNonNull(waker, "nobody waits").wake();
  }

  @Override
  public @Nullable Object poll(Context cx) {
    if (open) {
      open = false;
      return null;
    }
    if (waker != cx.waker()) {
      waker = cx.waker();
    }
    return Poll.PENDING;
  }

  @Override
  public void cancel() {}
}
