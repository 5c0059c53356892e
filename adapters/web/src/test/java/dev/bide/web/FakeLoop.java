package dev.bide.web;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import org.jspecify.annotations.Nullable;

/** A host whose time stands still until it is told otherwise, and that does one thing at a time. */
@SuppressWarnings("NullAway.Init") // connect comes before all else
final class FakeLoop implements EventLoop {
  private Callbacks callbacks;
  private final Queue<Runnable> soon = new ArrayDeque<>();
  private final Queue<Runnable> afterHost = new ArrayDeque<>();
  final List<String> errors = new ArrayList<>();
  double now = 100;
  @Nullable Double timerAt;

  @Override
  public void connect(Callbacks to) {
    callbacks = to;
  }

  @Override
  public void soon() {
    soon.add(() -> callbacks.turn());
  }

  @Override
  public void afterHost() {
    afterHost.add(() -> callbacks.turn());
  }

  @Override
  public void setTimer(double millis) {
    timerAt = now + millis;
  }

  @Override
  public void stopTimer() {
    timerAt = null;
  }

  @Override
  public double now() {
    return now;
  }

  @Override
  public void error(String text) {
    errors.add(text);
  }

  /** Runs all microtasks. */
  void runSoon() {
    for (Runnable r = soon.poll(); r != null; r = soon.poll()) {
      r.run();
    }
  }

  /** Runs one task that was to let the host go first; false when there is none. */
  boolean runAfterHost() {
    Runnable r = afterHost.poll();
    if (r == null) {
      return false;
    }
    r.run();
    runSoon();
    return true;
  }

  /** Lets time go on, by the timer's hand. */
  void advance(double millis) {
    double end = now + millis;
    while (timerAt != null && timerAt <= end) {
      now = Math.max(now, timerAt);
      timerAt = null;
      callbacks.timer();
      runSoon();
    }
    now = end;
  }

  void fireTimerEarly() {
    timerAt = null;
    callbacks.timer();
    runSoon();
  }

  void trap() {
    callbacks.trapped("RuntimeError: planted trap");
  }
}
