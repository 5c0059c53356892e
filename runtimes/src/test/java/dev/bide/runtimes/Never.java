package dev.bide.runtimes;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import java.util.concurrent.CountDownLatch;

/** Waits until it is cancelled, or for ever. */
final class Never implements Async<String, RuntimeException> {
  private final boolean obeys;
  private volatile boolean cancelled;

  /** Opens when it waits. */
  final CountDownLatch waits = new CountDownLatch(1);

  Never(boolean obeys) {
    this.obeys = obeys;
  }

  @Override
  public Object poll(Context cx) {
    if (cancelled && obeys) {
      throw Cancelled.byLeaf();
    }
    waits.countDown();
    return Poll.PENDING;
  }

  @Override
  public void cancel() {
    cancelled = true;
  }
}
