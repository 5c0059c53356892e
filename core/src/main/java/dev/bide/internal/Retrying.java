package dev.bide.internal;

import dev.bide.Async;
import dev.bide.AsyncSupplier;
import dev.bide.Cancelled;
import dev.bide.Retry;
import dev.bide.runtime.Randomness;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Runs a block again until it succeeds. */
public final class Retrying<T extends @Nullable Object, X extends Exception>
    extends Combinator<T, X> {
  private final Retry how;
  private final AsyncSupplier<? extends T, ? extends X> block;
  private int failures;
  private boolean waiting;
  private @Nullable Randomness randomness;

  /** A cancel came in place of the next try. */
  private boolean stopped;

  /** Of a rule and a block. A computation cannot be run again. */
  public Retrying(Retry how, AsyncSupplier<? extends T, ? extends X> block) {
    if (block instanceof Async<?, ?>) {
      throw new IllegalArgumentException(
          "retry takes a block, not a computation, which runs only once: retry(how, () ->"
              + " x.await())");
    }
    this.how = how;
    this.block = block;
  }

  @Override
  void begin(EngineContext cx) {
    if (how.isJittered()) {
      randomness = cx.capability(Randomness.class);
    }
    start(cx, Blocks.computation(block));
  }

  @Override
  void ended(ChildRoot child) {
    Throwable t = child.failure();
    if (waiting) {
      waiting = false;
      if (t == null) {
        restart(child.task, Blocks.computation(block));
      }
      return;
    }
    if (t == null || t instanceof Cancelled) {
      return;
    }
    failures++;
    if (failures >= how.tries() || !how.accepts(t)) {
      return;
    }
    if (cancelled) {
      stopped = true;
      return;
    }
    Duration delay = how.delayAfter(failures);
    Randomness random = randomness;
    if (random != null && !delay.isZero()) {
      long nanos = Sleep.nanos(delay);
      delay = Duration.ofNanos(nanos / 2 + (long) (random.nextDouble() * nanos / 2.0));
    }
    if (delay.isZero()) {
      restart(child.task, Blocks.computation(block));
    } else {
      waiting = true;
      restart(child.task, new Sleep(delay));
    }
  }

  @Override
  @Nullable Object outcome(EngineContext cx) throws Throwable {
    if (failure != null) { // it did not begin
      throw failure;
    }
    if (stopped) {
      throw Cancellation.cancelled();
    }
    ChildRoot last = child(0);
    Throwable t = last.failure();
    if (t != null) {
      throw t;
    }
    return last.value();
  }
}
