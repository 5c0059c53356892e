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
  private final Idle idle;

  OwnWake() {
    this(new Idle());
  }

  private OwnWake(Idle idle) {
    this.idle = idle;
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

  /** One whose poll has a fence in it, for the check that looks for such. */
  static OwnWake planted() {
    return new OwnWake(new Fencing());
  }

  private static class Idle implements Async<@Nullable Void, RuntimeException> {
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

  private static final class Fencing extends Idle {
    private volatile boolean published;

    @Override
    public Object poll(Context cx) {
      published = !published;
      return super.poll(cx);
    }
  }
}
