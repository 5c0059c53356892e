package dev.bide.bench.rows;

import dev.bide.Async;
import dev.bide.Poll;
import dev.bide.bench.side.Row;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A wake-up on the task's own thread with all that it leads to, queue and turn, up to the poll of
 * the task's body: which does nothing, so that no resume is in it.
 */
final class OwnWake implements Row {
  private final TightLoop loop = new TightLoop();
  private final Idle idle = new Idle();

  OwnWake() {
    loop.spawn(idle);
    loop.runAll();
  }

  @Override
  public void run(long n) {
    long before = idle.polls;
    for (long i = 0; i < n; i++) {
      Objects.requireNonNull(idle.waker).wake();
      loop.runAll();
    }
    if (idle.polls - before != n) {
      throw new IllegalStateException(n + " wake-ups, and polls: " + (idle.polls - before));
    }
  }

  private static final class Idle implements Async<@Nullable Void, RuntimeException> {
    private @Nullable Waker waker;
    private long polls;

    @Override
    public Object poll(Context cx) {
      polls++;
      if (waker != cx.waker()) {
        waker = cx.waker();
      }
      return Poll.PENDING;
    }

    @Override
    public void cancel() {}
  }
}
