package dev.bide.testing;

import dev.bide.Async;
import dev.bide.Cancelled;
import dev.bide.Poll;
import dev.bide.runtime.Context;
import dev.bide.runtime.Waker;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A leaf that does what the test says, and counts what is done to it. Waits until {@link #complete}
 * or {@link #fail}, unless it was made {@link #ready ready} or {@link #failing failing}.
 *
 * <p>A cancelled one undoes itself: its next poll throws {@link Cancelled}. One that {@linkplain
 * #cannotUndo cannot undo} gives a value instead, and one that {@linkplain #holdsOn holds on} waits
 * for its outcome regardless, as a leaf does whose memory the kernel owns.
 *
 * <p>Thread rules: {@link #complete}, {@link #fail} and {@link #wake} from any thread, the rest on
 * the thread that polls.
 */
public final class Scripted<T extends @Nullable Object> implements Async<T, Exception> {
  private enum OnCancel {
    UNDO,
    VALUE,
    HOLD
  }

  private final String name;
  private @Nullable Consumer<String> log;
  private OnCancel onCancel = OnCancel.UNDO;
  private @Nullable T instead;
  private int pendings;
  private boolean polling;
  private boolean ended;
  private int polls;
  private int cancels;
  private int aborts;
  private @Nullable Outcome<T> script;
  private @Nullable Runnable whenPolled;
  private volatile @Nullable Outcome<T> outcome;
  private volatile @Nullable Waker waker;

  private record Outcome<T extends @Nullable Object>(T value, @Nullable Exception failure) {}

  private Scripted(String name) {
    this.name = name;
  }

  /** One that waits until it is completed. */
  public static <T extends @Nullable Object> Scripted<T> waiting(String name) {
    return new Scripted<>(name);
  }

  /** One that is ready when first polled. */
  public static <T extends @Nullable Object> Scripted<T> ready(T value) {
    Scripted<T> s = new Scripted<>("ready " + value);
    s.script = new Outcome<>(value, null);
    return s;
  }

  /** One that waits so many times, waking itself each time, and then has the value. */
  public static <T extends @Nullable Object> Scripted<T> pending(int times, T value) {
    Scripted<T> s = new Scripted<>("pending " + times + " times, then " + value);
    s.pendings = times;
    s.script = new Outcome<>(value, null);
    return s;
  }

  /** One that fails when first polled. */
  @SuppressWarnings("NullAway") // a failure has no value
  public static <T extends @Nullable Object> Scripted<T> failing(Exception failure) {
    Scripted<T> s = new Scripted<>("failing");
    s.script = new Outcome<>(null, failure);
    return s;
  }

  /** One that waits so many times, waking itself each time, and then fails. */
  @SuppressWarnings("NullAway") // a failure has no value
  public static <T extends @Nullable Object> Scripted<T> pendingThenFails(
      int times, Exception failure) {
    Scripted<T> s = new Scripted<>("pending " + times + " times, then failing");
    s.pendings = times;
    s.script = new Outcome<>(null, failure);
    return s;
  }

  /** Gives it its value before it is polled. */
  public Scripted<T> completed(T value) {
    outcome = new Outcome<>(value, null);
    return this;
  }

  /** Tells {@code log} of each thing that happens to it, as in {@code "x started"}. */
  public Scripted<T> log(Consumer<String> log) {
    this.log = log;
    return this;
  }

  /** Once cancelled, its next poll returns this instead of throwing. */
  public Scripted<T> cannotUndo(T value) {
    onCancel = OnCancel.VALUE;
    instead = value;
    return this;
  }

  /** A cancel or abort is only counted: it waits for its outcome. */
  public Scripted<T> holdsOn() {
    onCancel = OnCancel.HOLD;
    return this;
  }

  /** Does something in each poll, before anything else. */
  public Scripted<T> whenPolled(Runnable act) {
    whenPolled = act;
    return this;
  }

  /** Gives it its value and wakes who waits. */
  public void complete(T value) {
    outcome = new Outcome<>(value, null);
    wake();
  }

  /** Gives it its failure and wakes who waits. */
  @SuppressWarnings("NullAway") // a failure has no value
  public void fail(Exception failure) {
    outcome = new Outcome<>(null, failure);
    wake();
  }

  /** Wakes who waits, with or without a reason. */
  public void wake() {
    Waker w = waker;
    if (w != null) {
      w.wake();
    }
  }

  @Override
  public @Nullable Object poll(Context cx) throws Exception {
    if (polling) {
      throw new IllegalStateException(name + " was polled from inside its own poll");
    }
    if (ended) {
      throw new IllegalStateException(name + " was polled after its end");
    }
    polling = true;
    try {
      polls++;
      if (polls == 1) {
        tell("started");
      }
      Runnable act = whenPolled;
      if (act != null) {
        act.run();
      }
      return outcome(cx);
    } finally {
      polling = false;
    }
  }

  private @Nullable Object outcome(Context cx) throws Exception {
    if (cancels > 0 && onCancel == OnCancel.UNDO) {
      end("undone");
      throw Cancelled.byLeaf();
    }
    if (cancels > 0 && onCancel == OnCancel.VALUE) {
      end("not undone");
      return instead;
    }
    Outcome<T> o = outcome;
    if (o == null && pendings > 0) {
      pendings--;
      waker = cx.waker();
      cx.waker().wake();
      return Poll.PENDING;
    }
    if (o == null) {
      o = script;
    }
    if (o == null) {
      waker = cx.waker();
      o = outcome; // completed by another thread before it saw the waker?
      if (o == null) {
        return Poll.PENDING;
      }
    }
    if (o.failure() != null) {
      end("failed");
      throw o.failure();
    }
    end("ended");
    return o.value();
  }

  private void end(String how) {
    ended = true;
    waker = null;
    tell(how);
  }

  private void tell(String what) {
    Consumer<String> l = log;
    if (l != null) {
      l.accept(name + " " + what);
    }
  }

  @Override
  public void cancel() {
    if (!ended) {
      cancels++;
      tell("cancelled");
    }
  }

  @Override
  public void abort() {
    if (!ended) {
      aborts++;
      cancels++;
      tell("aborted");
    }
  }

  /** How many times it was polled. */
  public int polls() {
    return polls;
  }

  /** How many times it was cancelled, aborts included, before its end. */
  public int cancels() {
    return cancels;
  }

  /** How many times it was aborted before its end. */
  public int aborts() {
    return aborts;
  }

  /** Whether it was polled at all. */
  public boolean isStarted() {
    return polls > 0;
  }

  /** Whether it has given its outcome. */
  public boolean isEnded() {
    return ended;
  }

  /** Whether it was started and has not ended. */
  public boolean isWaiting() {
    return polls > 0 && !ended;
  }

  /** The waker it keeps; null before the first poll and after the end. */
  public @Nullable Waker waker() {
    return waker;
  }

  @Override
  public String toString() {
    return name;
  }
}
