package dev.bide.testing.jcstress;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;

/** Notes what it sees at each poll, and waits for ever. */
abstract class Leaf implements Async<Integer, RuntimeException> {
  Waker waker;

  /** Reads what the other side wrote. */
  abstract void look();

  @Override
  public Object poll(Context cx) {
    waker = cx.waker();
    look();
    return Poll.PENDING;
  }

  @Override
  public void cancel() {}
}
