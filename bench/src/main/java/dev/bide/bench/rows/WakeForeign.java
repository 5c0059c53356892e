package dev.bide.bench.rows;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.bench.side.Batch;
import dev.bide.bench.side.Stopwatch;
import dev.bide.runtime.Context;
import dev.bide.runtime.WakerSlot;
import dev.bide.runtimes.LocalRuntime;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/** Another thread wakes the task, the task answers, and both block while they wait. */
final class WakeForeign implements Batch {
  private final LocalRuntime runtime = new LocalRuntime();

  @Override
  public long run(long n, Stopwatch watch) {
    Asked asked = new Asked();
    AtomicLong answers = new AtomicLong(-1);
    Thread foreign = Thread.ofPlatform().name("foreign").start(() -> ask(n, asked, answers));
    long done =
        runtime.run(() -> {
          watch.start();
          answers.setRelease(0);
          LockSupport.unpark(foreign);
          long count = 0;
          while (count < n) {
            asked.await();
            count++;
            answers.setRelease(count);
            LockSupport.unpark(foreign);
          }
          watch.stop();
          return count;
        });
    try {
      foreign.join();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
    return done;
  }

  private static void ask(long n, Asked asked, AtomicLong answers) {
    for (long i = 0; i <= n; i++) {
      while (answers.getAcquire() < i) {
        LockSupport.park(answers);
      }
      if (i < n) {
        asked.now();
      }
    }
  }

  /** Waits until it is asked; what tokio's {@code Notify} is. One object for all awaits of it. */
  private static final class Asked implements Async<@Nullable Void, RuntimeException> {
    private final WakerSlot slot = new WakerSlot();
    private final AtomicBoolean asked = new AtomicBoolean();
    private boolean cancelled;

    void now() {
      asked.set(true);
      slot.wake();
    }

    @Override
    public @Nullable Object poll(Context cx) {
      if (asked.compareAndSet(true, false)) {
        return null;
      }
      if (cancelled) {
        slot.clear();
        throw Cancelled.byLeaf();
      }
      slot.register(cx.waker());
      if (asked.compareAndSet(true, false)) {
        slot.clear();
        return null;
      }
      return Poll.PENDING;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }
  }
}
