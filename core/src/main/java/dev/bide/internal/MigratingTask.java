package dev.bide.internal;

import dev.bide.Async;
import dev.bide.runtime.Inbox;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.TaskDump;
import java.util.List;
import java.util.concurrent.atomic.AtomicIntegerFieldUpdater;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A task of a migrating scheduler.
 *
 * <pre>
 *   NEW (what is posted waits in the inbox) --begin--> SCHEDULED
 *
 *          post              run                 post
 *   IDLE --------> SCHEDULED -----> RUNNING ------------> NOTIFIED
 *     ^                ^              |  |                    |
 *     |                |_more to do __|  |                    |
 *     |________ nothing to do ___________|                    |
 *                      ^______________________________________|  end of run
 *   any --ended or abandoned, also while it is being run--> OVER
 * </pre>
 */
final class MigratingTask<T extends @Nullable Object, X extends Exception> extends TaskCore<T, X> {
  private static final int IDLE = 0;
  private static final int SCHEDULED = 1;
  private static final int RUNNING = 2;
  private static final int NOTIFIED = 3;
  private static final int OVER = 4;
  private static final int NEW = 5;

  @SuppressWarnings("rawtypes") // a class literal has no type arguments
  private static final AtomicIntegerFieldUpdater<MigratingTask> STATE =
      AtomicIntegerFieldUpdater.newUpdater(MigratingTask.class, "state");

  /** Roots with a message. */
  private final Inbox inbox = new Inbox();

  private volatile int state = NEW;

  private MigratingTask(Scheduler scheduler, Async<?, ?> body, @Nullable Listener listener) {
    super(scheduler, body, listener);
  }

  /** As a task: whoever only has confined ones does not load this class. */
  static <T extends @Nullable Object, X extends Exception> TaskCore<T, X> of(
      Scheduler scheduler, Async<?, ?> body, @Nullable Listener listener) {
    return new MigratingTask<>(scheduler, body, listener);
  }

  @Override
  void begin() {
    turn = 1;
    scheduler.began(this);
    wake(); // into the inbox
    if (STATE.compareAndSet(this, NEW, SCHEDULED)) { // else it was abandoned
      scheduler.schedule(this);
    }
  }

  @Override
  void postRoot(Root r) {
    inbox.add(r);
    for (; ; ) {
      int s = state;
      if (s == IDLE) {
        if (STATE.compareAndSet(this, IDLE, SCHEDULED)) {
          scheduler.schedule(this);
          return;
        }
      } else if (s == RUNNING) {
        if (STATE.compareAndSet(this, RUNNING, NOTIFIED)) {
          return;
        }
      } else {
        return; // it will look into the inbox, or is over
      }
    }
  }

  @Override
  void run(Root first, EngineContext cx) {
    if (!STATE.compareAndSet(this, SCHEDULED, RUNNING)) {
      return; // abandoned
    }
    home = scheduler.thread();
    stage = TURNING; // wake-ups here need no scheduling
    inbox.deliverAll();
    boolean more = turn(first, cx);
    boolean over = isOver();
    home = null;
    if (over) {
      state = OVER;
    } else if (more) {
      scheduleAgain();
    } else if (!STATE.compareAndSet(this, RUNNING, IDLE)) {
      scheduleAgain(); // notified
    }
  }

  /** At the end of a run. */
  private void scheduleAgain() {
    int s = state;
    while (s != OVER) { // abandoned while it was being run
      if (STATE.compareAndSet(this, s, SCHEDULED)) {
        scheduler.schedule(this);
        return;
      }
      s = state;
    }
  }

  /** One that waits is taken for the moment, as if it were run; what is posted finds it running. */
  @Override
  public TaskDump.@Nullable Entry look(Function<Object, List<StackTraceElement>> stackOf) {
    if (STATE.compareAndSet(this, IDLE, RUNNING)) {
      try {
        return entry(TaskDump.Doing.WAITS, waits());
      } finally {
        if (!STATE.compareAndSet(this, RUNNING, IDLE)) {
          scheduleAgain(); // notified
        }
      }
    }
    int s = state;
    if (s == RUNNING || s == NOTIFIED) {
      Object thread = home; // read as it comes: another thread's
      return running(thread, thread == null ? List.of() : stackOf.apply(thread));
    }
    return s == OVER ? null : entry(TaskDump.Doing.READY, List.of());
  }

  @Override
  boolean keepToItself() {
    return STATE.compareAndSet(this, IDLE, RUNNING)
        || STATE.compareAndSet(this, SCHEDULED, RUNNING);
  }

  @Override
  void runsNoMore() {
    state = OVER;
  }
}
