package dev.bide.internal.stream;

import dev.bide.AsyncStream;
import dev.bide.Poll;
import dev.bide.internal.Sleep;
import dev.bide.runtime.Context;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The same items, no faster than one in some time. */
final class Throttle<T, X extends Exception> extends Operator<T, T, X> {
  private final long time;
  private final Delay delay = new Delay();
  private boolean begun;
  private long notBefore;

  /** Until its time has come. */
  private @Nullable Object held;

  Throttle(AsyncStream<? extends T, ? extends X> source, Duration time) {
    super(source);
    this.time = Sleep.nanos(time);
  }

  @Override
  @Nullable Object pull(Context cx) throws Throwable {
    Object item = held;
    if (item == null) {
      item = source.ask(cx);
      if (item == null || item == Poll.PENDING) {
        return item;
      }
      held = item;
    }
    if (begun && !delay.isOver(cx, notBefore)) {
      return Poll.PENDING;
    }
    begun = true;
    notBefore = Sleep.after(Delay.now(cx), time);
    held = null;
    return item;
  }

  @Override
  boolean withdraw(Context cx, boolean abort) throws Throwable {
    if (held != null) {
      delay.drop(cx);
      return true;
    }
    return source.letGo(cx, abort);
  }

  @Override
  boolean release(Context cx, boolean abort) throws Throwable {
    delay.drop(cx);
    drop(cx, held);
    held = null;
    return source.finish(cx, abort);
  }
}
