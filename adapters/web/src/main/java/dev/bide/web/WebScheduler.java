package dev.bide.web;

import dev.bide.AsyncFunction;
import dev.bide.Task;
import dev.bide.runtime.Alarm;
import dev.bide.runtime.AlarmQueue;
import dev.bide.runtime.Context;
import dev.bide.runtime.LiveTasks;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.TaskDump;
import dev.bide.runtime.Timers;
import dev.bide.runtime.Work;
import dev.bide.runtime.WorkQueue;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on the event loop of a JavaScript host: a browser's page or worker, or Node.js. For
 * programs that TeaVM compiles, to JavaScript or to Wasm GC.
 *
 * <pre>{@code
 * public static void main(String[] args) {
 *   new WebScheduler().spawn(() -> {
 *     Async.sleep(Duration.ofSeconds(1)).await();
 *     System.out.println("a second has gone");
 *   });
 * }
 * }</pre>
 *
 * <p>Turns are microtasks, so that what a callback of the host wakes runs before anything else of
 * the host does; when the tasks have kept the host waiting for {@value #PATIENCE_MILLIS} ms, the
 * next turn lets it go first. Time is {@code performance.now()}, timers are {@code setTimeout},
 * failures that nobody can see go to the console.
 *
 * <p>A trap (in WebAssembly a stack overflow, or a null dereference) passes through every {@code
 * catch} and {@code finally} in Java. The task in which it happened counts as abandoned, and the
 * others go on.
 */
public final class WebScheduler extends Scheduler {
  /** For how long turns follow each other before the host gets its own. */
  static final int PATIENCE_MILLIS = 8;

  private final Object here;
  private final EventLoop loop;
  private final HostTimers timers = new HostTimers();
  private final WorkQueue ready = new WorkQueue();
  private final WorkQueue turn = new WorkQueue();
  private final LiveTasks live = new LiveTasks();
  private Context context;
  private boolean askedForTurn;
  private boolean inTurn;

  /** What a turn is running at the moment: what is to be given up when it traps. */
  private @Nullable Work running;

  /** Since when the host has not had its own turn, in its milliseconds. */
  private double hostWaitsSince;

  /** On the host that this program runs in. */
  public WebScheduler() {
    this(new JavaScriptLoop());
  }

  WebScheduler(EventLoop loop) {
    Object token = new Here(); // there is one thread only: any constant names it
    super("web", token);
    this.here = token;
    this.loop = loop;
    this.context = Context.of(this);
    loop.connect(new Turns());
  }

  /**
   * The only thread. A function as well, which nobody calls: core names {@code AsyncFunction}, and
   * of a program in which nothing is one TeaVM 0.16.0 makes no Wasm GC, but fails.
   */
  private static final class Here implements AsyncFunction<Object, Object, RuntimeException> {
    @Override
    public Object body(Object same) {
      return same;
    }
  }

  @Override
  public Object thread() {
    return here;
  }

  @Override
  public void schedule(Work work) {
    ready.add(work);
    if (!inTurn && !askedForTurn) {
      hostWaitsSince = loop.now();
      askedForTurn = true;
      loop.soon();
    }
  }

  @Override
  public void post(Work message) {
    throw new IllegalStateException("a JavaScript host has one thread");
  }

  @Override
  public void failed(String what, Throwable failure) {
    StringBuilder text = new StringBuilder(what);
    for (Throwable t = failure; t != null; t = t.getCause()) {
      text.append(": ").append(t);
    }
    loop.error(text.toString());
  }

  @Override
  @SuppressWarnings("unchecked") // C is Timers there
  public <C> @Nullable C capability(Class<C> type) {
    return type == (Class<?>) Timers.class ? (C) timers : null;
  }

  @Override
  public void began(Task<?, ?> task) {
    live.add(task);
  }

  @Override
  public void ended(Task<?, ?> task) {
    live.remove(task);
  }

  /**
   * What its tasks do at this moment: what each waits for, by file and line, and who owns it. From
   * a task, or from any callback of the host: a button of a debug page, a signal in Node.js. A
   * program that never calls it does not contain it.
   */
  public TaskDump dump() {
    List<Task<?, ?>> all = live.all();
    Collections.reverse(all); // the oldest first
    return TaskDump.of(this, all);
  }

  private void runTurn() {
    askedForTurn = false;
    inTurn = true;
    ready.moveTo(turn); // behind what a turn that trapped has left
    for (Work w = turn.poll(); w != null; w = turn.poll()) {
      running = w;
      try {
        w.run(context);
      } catch (Throwable t) {
        failed("a task's run threw", t); // a fault of the engine's own: it lets nothing through
      }
    }
    running = null;
    inTurn = false;
    if (!ready.isEmpty()) {
      askForNextTurn();
    }
  }

  private void askForNextTurn() {
    askedForTurn = true;
    double now = loop.now();
    if (now - hostWaitsSince < PATIENCE_MILLIS) {
      loop.soon();
    } else {
      loop.afterHost();
      hostWaitsSince = now;
    }
  }

  private final class Turns implements EventLoop.Callbacks {
    @Override
    public void turn() {
      runTurn();
    }

    @Override
    public void timer() {
      timers.due();
    }

    @Override
    public void trapped(String what) {
      Work lost = running;
      running = null;
      inTurn = false;
      context = Context.of(WebScheduler.this); // the old one stands in the middle of a poll
      askForNextTurn(); // before anything that may trap again
      IllegalStateException failure = new IllegalStateException(what);
      if (lost == null) {
        timers.setTo = NOT_SET;
        timers.set();
        failed("a callback of the host trapped", failure);
      } else {
        lost.abandon(failure);
      }
    }
  }

  private static final double NOT_SET = Double.NaN;

  /** One timer of the host's for all alarms. */
  private final class HostTimers implements Timers {
    private static final double NANOS_PER_MILLI = 1e6;

    /** Longer ones would fire at once: the host counts in 32 bits. */
    private static final double MAX_MILLIS = Integer.MAX_VALUE;

    private final AlarmQueue alarms = new AlarmQueue();

    /** The time that the host's timer is set to, in its milliseconds. */
    double setTo = NOT_SET;

    @Override
    public long nanoTime() {
      return (long) (loop.now() * NANOS_PER_MILLI);
    }

    @Override
    public void schedule(Alarm alarm, long deadlineNanos) {
      alarms.add(alarm, deadlineNanos);
      set();
    }

    @Override
    public void cancel(Alarm alarm) {
      alarms.remove(alarm);
      set();
    }

    void due() {
      setTo = NOT_SET;
      alarms.fireDue(nanoTime());
      set(); // also when the host was early
    }

    void set() {
      if (alarms.isEmpty()) {
        if (!Double.isNaN(setTo)) {
          setTo = NOT_SET;
          loop.stopTimer(); // in Node it would keep the process alive
        }
        return;
      }
      double at = Math.ceil(alarms.nextDeadline() / NANOS_PER_MILLI);
      if (at != setTo) {
        setTo = at;
        loop.setTimer(Math.min(MAX_MILLIS, Math.max(0, at - loop.now())));
      }
    }
  }
}
