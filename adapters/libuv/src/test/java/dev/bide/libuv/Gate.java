package dev.bide.libuv;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import java.io.IOException;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** A leaf that waits until it is told to go on, from any thread; gives how often it was polled. */
final class Gate implements Async<Integer, IOException> {
  /** Open once somebody waits. */
  final CountDownLatch waiting = new CountDownLatch(1);

  private final Consumer<Gate> firstPoll;
  private volatile boolean open;
  private volatile @Nullable Waker waker;
  private int polls;

  Gate() {
    this(_ -> {});
  }

  Gate(Consumer<Gate> firstPoll) {
    this.firstPoll = firstPoll;
  }

  @Override
  public @Nullable Object poll(Context cx) {
    if (polls++ == 0) {
      firstPoll.accept(this);
    }
    waker = cx.waker(); // before the look, so that an open() between the two wakes us
    waiting.countDown();
    return open ? (Object) polls : Poll.PENDING;
  }

  void open() {
    open = true;
    Waker w = waker;
    if (w != null) {
      w.wake();
    }
  }

  @Override
  public void cancel() {
    open();
  }
}
