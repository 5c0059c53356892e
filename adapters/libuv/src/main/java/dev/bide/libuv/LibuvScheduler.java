package dev.bide.libuv;

import dev.bide.AsyncSupplier;
import dev.bide.Task;
import dev.bide.runtime.Alarm;
import dev.bide.runtime.AlarmQueue;
import dev.bide.runtime.Context;
import dev.bide.runtime.Inbox;
import dev.bide.runtime.LiveTasks;
import dev.bide.runtime.Scheduler;
import dev.bide.runtime.TaskDump;
import dev.bide.runtime.Timers;
import dev.bide.runtime.Work;
import dev.bide.runtime.WorkQueue;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Runs tasks on a libuv loop. Confined to the thread that runs the loop.
 *
 * <p>Four handles do it. A <em>prepare</em> handle, which libuv calls before it parks, runs one
 * turn of the tasks. An <em>idle</em> handle is active while some are still ready, and then libuv
 * polls without parking. A <em>timer</em> is set to the earliest alarm. An <em>async</em> handle
 * ends the parking when another thread has posted.
 *
 * <p>It keeps the loop alive until it is closed.
 */
public final class LibuvScheduler extends Scheduler {
  /** Set in {@link #senders} for good once no other thread may touch the async handle any more. */
  private static final int CLOSED = 1 << 30;

  private final BiConsumer<String, Throwable> failures;
  private final LibuvLoop loop;
  private final WorkQueue ready = new WorkQueue();
  private final WorkQueue turn = new WorkQueue();
  private final Inbox inbox = new Inbox();
  private final LiveTasks live = new LiveTasks();
  private final LoopTimers timers = new LoopTimers();
  private final Context context;
  private final UvHandle prepare;
  private final UvHandle idle;
  private final UvHandle timer;
  private final UvHandle wakeUp;

  /** The async handle for other threads, whom its confined memory would refuse. */
  private final MemorySegment wakeUpAddress;

  /** How many other threads are inside {@link #post}, and {@link #CLOSED}. */
  private final AtomicInteger senders = new AtomicInteger();

  /** The task whose end stops the loop. */
  private @Nullable Task<?, ?> awaited;

  private boolean idling;

  /** No more tasks are wanted; those that are there are to end. */
  private boolean closing;

  /** Nothing runs any more. */
  private boolean closed;

  LibuvScheduler(LibuvLoop loop, BiConsumer<String, Throwable> failures) {
    super("libuv", Thread.currentThread());
    this.loop = loop;
    this.failures = failures;
    this.context = Context.of(this);
    this.prepare = loop.prepare(this::turn);
    this.idle = loop.idle();
    this.timer = loop.timer(timers::due);
    this.wakeUp = loop.async(() -> {}); // the turn that follows looks into the inbox
    this.wakeUpAddress = MemorySegment.ofAddress(wakeUp.segment.address());
  }

  @Override
  public Object thread() {
    return Thread.currentThread();
  }

  @Override
  public void schedule(Work work) {
    if (closed) {
      work.abandon(isClosed());
    } else {
      ready.add(work);
    }
  }

  @Override
  public void post(Work message) {
    // Counted, so that the handle's memory is not freed under a thread that is about to use it.
    if (senders.getAndIncrement() >= CLOSED) {
      senders.getAndDecrement();
      message.abandon(isClosed());
      return;
    }
    try {
      if (inbox.add(message)) {
        Libuv.asyncSend(wakeUpAddress);
      }
    } finally {
      senders.getAndDecrement();
    }
  }

  @Override
  public void failed(String what, Throwable failure) {
    failures.accept(what, failure);
  }

  @Override
  public <C> @Nullable C capability(Class<C> type) {
    return type == Timers.class ? type.cast(timers) : null;
  }

  @Override
  public void began(Task<?, ?> task) {
    live.add(task);
    if (closing) {
      LiveTasks.cancelIfUnowned(task);
    }
  }

  @Override
  public void ended(Task<?, ?> task) {
    live.remove(task);
  }

  /** Before libuv parks: all that was ready when the turn began. */
  private void turn() {
    inbox.deliverAll();
    ready.moveTo(turn);
    for (Work w = turn.poll(); w != null; w = turn.poll()) {
      try {
        w.run(context);
      } catch (Throwable t) {
        // The engine lets nothing through: this is a fault of its own, and the other tasks go on.
        failed("a task's run threw", t);
      }
    }
    idleIf(!ready.isEmpty());
    Task<?, ?> task = awaited;
    if (task != null && task.isEnded()) {
      awaited = null;
      loop.stop();
    }
    if (closing && live.isEmpty()) {
      loop.stop();
    }
  }

  /** A task that stops the loop when it has ended; its outcome is the caller's. */
  <T extends @Nullable Object, X extends Exception> Task<T, X> untilEnded(
      AsyncSupplier<? extends T, ? extends X> block) {
    Task<T, X> task = spawnTaken(block);
    awaited = task;
    return task;
  }

  private void idleIf(boolean more) {
    if (more != idling) {
      idling = more;
      if (more) {
        loop.startIdle(idle);
      } else {
        Libuv.idleStop(idle.segment);
      }
    }
  }

  private static RejectedExecutionException isClosed() {
    return new RejectedExecutionException("the libuv loop is closed");
  }

  /** Asks all tasks to end; each turn from now on stops the loop once they have. */
  void cancelAll() {
    closing = true;
    live.cancelAll();
  }

  /** Asks those that have not ended to wait for nothing more. */
  void abortAll() {
    live.abortAll();
  }

  /** What its tasks do. On the loop's thread. */
  TaskDump look() {
    return TaskDump.of(this, live.all().reversed());
  }

  boolean hasTasks() {
    return !live.isEmpty();
  }

  /** On the loop's thread. The handles are freed when the loop has run once more. */
  void close() {
    if (closed) {
      return;
    }
    closed = true;
    int before = senders.getAndUpdate(n -> n | CLOSED);
    while (before != 0 && senders.get() != CLOSED) {
      Thread.onSpinWait(); // a post is some tens of instructions
    }
    inbox.deliverAll();
    live.abandonAll(isClosed());
    ready.moveTo(turn);
    for (Work w = turn.poll(); w != null; w = turn.poll()) {
      w.abandon(isClosed());
    }
    prepare.close();
    idle.close();
    timer.close();
    wakeUp.close();
  }

  /** The loop's timers, with libuv's clock. */
  private final class LoopTimers implements Timers {
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final AlarmQueue alarms = new AlarmQueue();

    /** What libuv's timer is set to, in milliseconds of libuv's clock; -1 for not at all. */
    private long setTo = -1;

    @Override
    public long nanoTime() {
      return Libuv.hrtime();
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

    private void due() {
      setTo = -1;
      alarms.fireDue(nanoTime());
      set();
    }

    /** Libuv's timer counts milliseconds from the loop's time, which is the same clock rounded. */
    private void set() {
      if (closed) {
        return;
      }
      if (alarms.isEmpty()) {
        if (setTo >= 0) {
          Libuv.timerStop(timer.segment);
          setTo = -1;
        }
        return;
      }
      long millis = Math.max(0, Math.ceilDiv(alarms.nextDeadline(), NANOS_PER_MILLI));
      if (millis != setTo) {
        loop.start(timer, Math.max(0, millis - loop.now()));
        setTo = millis;
      }
    }
  }
}
