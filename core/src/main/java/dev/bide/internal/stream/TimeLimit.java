package dev.bide.internal.stream;

import dev.bide.AsyncStream;
import dev.bide.Poll;
import dev.bide.TimedOutException;
import dev.bide.internal.Sleep;
import dev.bide.runtime.Context;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The same items, each within a limit. */
final class TimeLimit<T, X extends Exception> extends Operator<T, T, X> {
  private final Duration limit;
  private final Delay delay = new Delay();
  private boolean asked;
  private long deadline;

  TimeLimit(AsyncStream<? extends T, ? extends X> source, Duration limit) {
    super(source);
    this.limit = limit;
  }

  @Override
  @Nullable Object pull(Context cx) throws Throwable {
    if (!asked) {
      asked = true;
      deadline = Sleep.after(Delay.now(cx), Sleep.nanos(limit));
    }
    boolean waits = false;
    try {
      Object r = source.ask(cx);
      waits = r == Poll.PENDING;
      if (waits && delay.isOver(cx, deadline)) {
        waits = false;
        throw new TimedOutException("no item within " + limit);
      }
      return r;
    } finally {
      if (!waits) {
        asked = false;
        delay.drop(cx);
      }
    }
  }

  @Override
  boolean withdraw(Context cx, boolean abort) throws Throwable {
    asked = false;
    delay.drop(cx);
    return source.letGo(cx, abort);
  }

  @Override
  boolean release(Context cx, boolean abort) throws Throwable {
    delay.drop(cx);
    return source.finish(cx, abort);
  }
}
