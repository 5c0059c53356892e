package dev.bide.bench.rows;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.bench.side.Row;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Polls a computation that waits for ever: one poll is one operation. The polls are made inside a
 * task, as a combinator would make them, a few in each turn so that the budget never runs out; so
 * waking and queueing are not measured.
 */
final class Polls implements Row {
  private static final int IN_A_TURN = 64;

  private final TightLoop loop = new TightLoop();
  private final Poller poller;

  /** Polls the given computation. */
  Polls(Async<?, RuntimeException> polled) {
    this.poller = new Poller(polled);
    loop.spawn(poller);
    loop.runAll();
  }

  @Override
  public void run(long n) {
    poller.go(n);
    loop.runAll();
  }

  private static final class Poller implements Async<@Nullable Void, RuntimeException> {
    private final Async<?, RuntimeException> polled;
    private @Nullable Waker waker;
    private long left;

    Poller(Async<?, RuntimeException> polled) {
      this.polled = polled;
    }

    void go(long n) {
      left = n;
      Objects.requireNonNull(waker).wake();
    }

    @Override
    public @Nullable Object poll(Context cx) {
      waker = cx.waker();
      int now = (int) Math.min(left, IN_A_TURN);
      left -= now;
      for (int i = 0; i < now; i++) {
        if (polled.poll(cx) != Poll.PENDING) {
          throw new IllegalStateException("it has ended");
        }
      }
      if (left > 0) {
        cx.waker().wake();
      }
      return Poll.PENDING;
    }

    @Override
    public void cancel() {}
  }
}
